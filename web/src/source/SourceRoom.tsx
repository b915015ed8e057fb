import { use, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { go, routeTo, useRoute } from "../app/router.ts";
import { loadParts } from "../message/load.ts";
import type { ByteRange } from "../model/route.ts";
import { useStore } from "../model/store.ts";
import { useScrolling, useWindow } from "../ui/use-window.ts";
import { Windowed } from "../ui/Windowed.tsx";
import { loadSource } from "./load-source.ts";
import { SourceBar } from "./SourceBar.tsx";
import { SourceRow } from "./SourceRow.tsx";
import { Structure } from "./structure.ts";
import { type Found, firstFrom, useFind } from "./use-find.ts";
import "./source.css";

/** Height of a row: that of `--mono-s`. */
const ROW = 18;

/** The bytes as they came. What is not seen is not decoded, so that 50 MB open as fast as 5 kB. */
export function SourceRoom({ id }: { id: string }) {
  const { bytes, index, rows: known } = use(loadSource(id));
  const parts = use(loadParts(id));
  const rows = useStore(known, (rows) => rows);
  const text = useRoute((route) => route.find);
  const at = useRoute((route) => route.at);
  const number = useRoute((route) => route.part);
  const structure = useMemo(() => new Structure(parts), [parts]);
  const part = parts.find((part) => part.number === number) ?? null;
  const found = useFind(bytes, text);
  const [{ of, step }, setStep] = useState({ of: text, step: 0 });
  const scroller = useRef<HTMLDivElement>(null);
  const list = useWindow(useScrolling(scroller), rows, ROW);
  const stepped = of === text ? step : 0;
  const current = found.at[stepped] ?? null;

  const target = current ?? at?.start ?? part?.start ?? null;
  const reached = target === null || target < index.end(rows - 1) || rows === 0;
  const showTarget = useEffectEvent((offset: number) => list.show(index.rowAt(offset)));
  useEffect(() => {
    if (target !== null && reached) showTarget(target);
  }, [target, reached]);

  const shown = useMemo<ByteRange>(
    () => ({ start: index.start(list.first), end: index.end(Math.max(list.first, list.end - 1)) }),
    [index, list.first, list.end],
  );
  // The line numbers' column is as wide as the largest of them.
  const digits = String(rows === 0 ? 0 : index.lines).length;
  useLayoutEffect(() => scroller.current?.style.setProperty("--digits", `${digits}ch`), [digits]);
  const marks = useMarks(found, at, shown);
  return (
    <>
      <SourceBar
        id={id}
        bytes={bytes}
        lines={rows === 0 ? 0 : index.lines}
        text={text}
        found={found}
        step={stepped}
        onText={(find) => go(routeTo({ id, tab: "source", find, part: number }), "replace")}
        onStep={(by) => setStep({ of: text, step: (stepped + by + found.at.length) % Math.max(1, found.at.length) })}
      />
      <div ref={scroller} className="source" role="region" aria-label="Source" tabIndex={0} data-testid="source">
        <Windowed list={list}>
          {Array.from({ length: list.end - list.first }, (_, offset) => (
            <SourceRow
              key={list.first + offset}
              bytes={bytes}
              index={index}
              structure={structure}
              row={list.first + offset}
              marks={marks}
              current={current}
              lit={part}
            />
          ))}
        </Windowed>
      </div>
    </>
  );
}

/** What is marked among the rows that are drawn: matches, or else the bytes that the address names. */
function useMarks(found: Found, at: ByteRange | null, shown: ByteRange): readonly ByteRange[] {
  return useMemo(() => {
    if (found.text === "") return at === null ? [] : [at];
    const first = firstFrom(found.at, shown.start - found.length);
    const end = firstFrom(found.at, shown.end);
    return found.at.slice(first, end).map((start) => ({ start, end: start + found.length }));
  }, [found, at, shown]);
}
