import { use, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { loadFindings, loadParts } from "../data/load-message.ts";
import { navigate, routeTo, useRoute } from "../data/router.ts";
import { useStore } from "../data/store.ts";
import type { ByteRange } from "../model/route.ts";
import { useScrollState, useVirtualList } from "../ui/rows/use-virtual-list.ts";
import { VirtualRows } from "../ui/rows/VirtualRows.tsx";
import { useSettledValue } from "../ui/use-settled-value.ts";
import { findPlace, findRowMark, listPlaces, stepToPlace } from "./finding-places.ts";
import { loadSource } from "./load-source.ts";
import { MimeStructure } from "./mime-structure.ts";
import { SourceBar } from "./SourceBar.tsx";
import { SourceRow } from "./SourceRow.tsx";
import { firstMatchFrom, type SourceMatches, useFindInSource } from "./use-find-in-source.ts";
import "../ui/code-lines.css";
import "./source.css";

/** Height of a row in pixels: that of `--mono-s`. */
const ROW_HEIGHT_PX = 18;

/** The bytes as received. Only visible rows are decoded, so 50 MB open as fast as 5 kB. */
export function SourceTab({ id }: { id: string }) {
  const { bytes, index, rows: rowCount } = use(loadSource(id));
  const parts = use(loadParts(id));
  // The source is shown without them: finding them in a large message takes seconds.
  const findings = useSettledValue(loadFindings(id));
  const places = useMemo(() => listPlaces(findings ?? []), [findings]);
  const rows = useStore(rowCount, (rows) => rows);
  const text = useRoute((route) => route.find);
  const byteRange = useRoute((route) => route.byteRange);
  const number = useRoute((route) => route.part);
  const structure = useMemo(() => new MimeStructure(parts), [parts]);
  const part = parts.find((part) => part.number === number) ?? null;
  const matches = useFindInSource(bytes, text);
  const [{ of, step }, setStep] = useState({ of: text, step: 0 });
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualList(useScrollState(scroller), rows, ROW_HEIGHT_PX);
  const stepped = of === text ? step : 0;
  const current = matches.offsets[stepped] ?? null;

  const target = current ?? byteRange?.start ?? part?.start ?? null;
  const isScanned = target === null || target < index.end(rows - 1) || rows === 0;
  const showTarget = useEffectEvent((offset: number) => list.scrollToRow(index.rowAt(offset)));
  useEffect(() => {
    if (target !== null && isScanned) showTarget(target);
  }, [target, isScanned]);

  const shown = useMemo<ByteRange>(
    () => ({ start: index.start(list.first), end: index.end(Math.max(list.first, list.end - 1)) }),
    [index, list.first, list.end],
  );
  // The column is as wide as the largest line number.
  const digits = String(rows === 0 ? 0 : index.lines).length;
  useLayoutEffect(() => scroller.current?.style.setProperty("--digits", `${digits}ch`), [digits]);
  const placeAt = useMemo(() => findPlace(places, byteRange), [places, byteRange]);
  const showPlace = (by: 1 | -1) => {
    const place = stepToPlace(places, byteRange, by);
    if (place === undefined) return;
    navigate(routeTo({ id, tab: "source", byteRange: { start: place.start, end: place.end } }), "replace");
  };
  const marks = useHighlights(matches, byteRange, shown);
  return (
    <>
      <SourceBar
        id={id}
        bytes={bytes}
        lines={rows === 0 ? 0 : index.lines}
        text={text}
        matches={matches}
        step={stepped}
        placeCount={places.length}
        placeAt={placeAt}
        placeName={places[placeAt]?.findings.map(({ code }) => code).join(", ") ?? ""}
        onPlace={showPlace}
        onText={(find) => navigate(routeTo({ id, tab: "source", find, part: number }), "replace")}
        onStep={(by) =>
          setStep({ of: text, step: (stepped + by + matches.offsets.length) % Math.max(1, matches.offsets.length) })
        }
      />
      <div ref={scroller} className="source" role="region" aria-label="Source" tabIndex={0} data-testid="source">
        <VirtualRows list={list}>
          {Array.from({ length: list.end - list.first }, (_, offset) => {
            const row = list.first + offset;
            const mark = findRowMark(places, index.start(row), index.end(row));
            return (
              <SourceRow
                key={row}
                bytes={bytes}
                index={index}
                structure={structure}
                row={row}
                marks={marks}
                current={current}
                highlighted={part}
                findingSeverity={mark?.severity}
                findingText={mark?.text}
              />
            );
          })}
        </VirtualRows>
      </div>
    </>
  );
}

/** Returns the highlighted ranges in the rendered rows: matches, or else the bytes in the URL. */
function useHighlights(matches: SourceMatches, byteRange: ByteRange | null, shown: ByteRange): readonly ByteRange[] {
  return useMemo(() => {
    if (matches.text === "") return byteRange === null ? [] : [byteRange];
    const first = firstMatchFrom(matches.offsets, shown.start - matches.length);
    const end = firstMatchFrom(matches.offsets, shown.end);
    return matches.offsets.slice(first, end).map((start) => ({ start, end: start + matches.length }));
  }, [matches, byteRange, shown]);
}
