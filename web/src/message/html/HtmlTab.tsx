import type { Tree } from "@lezer/common";
import { use, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { loadHtmlSource } from "../../data/load-message.ts";
import { navigate, routeTo, useRoute } from "../../data/router.ts";
import { formatAmount, formatCount } from "../../model/format.ts";
import { Button } from "../../ui/Button.tsx";
import { copyToClipboard } from "../../ui/copy-to-clipboard.ts";
import { FindControls } from "../../ui/FindControls.tsx";
import { Copy } from "../../ui/icons.tsx";
import { useScrollState, useVirtualList } from "../../ui/rows/use-virtual-list.ts";
import { VirtualRows } from "../../ui/rows/VirtualRows.tsx";
import { CodeRowView } from "./CodeRowView.tsx";
import { findInText, MAX_TEXT_MATCHES } from "./find-in-text.ts";
import { parseHtml } from "./parse-html.ts";
import { countLines, rowAtOffset, splitRows } from "./split-rows.ts";
import { useColumns } from "./use-columns.ts";
import "../../ui/code-lines.css";
import "./html-tab.css";

/** Height of a row in pixels: that of `--mono-s`. */
const ROW_HEIGHT_PX = 18;

/** The HTML as sent, decoded. Only visible rows are rendered, so that megabytes of it open at once. */
export function HtmlTab({ id }: { id: string }) {
  const html = use(loadHtmlSource(id)) ?? "";
  const text = useRoute((route) => route.find);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => countLines(html), [html]);
  const digits = String(lines).length;
  useLayoutEffect(() => scroller.current?.style.setProperty("--digits", `${digits}ch`), [digits]);
  // Minified HTML is one line of many thousand characters.
  const columns = useColumns(scroller, digits);
  const rows = useMemo(() => splitRows(html, columns), [html, columns]);
  const tree = useSyntaxTree(html);
  const matches = useMemo(() => findInText(html, text), [html, text]);
  const [{ of, step }, setStep] = useState({ of: text, step: 0 });
  const stepped = of === text ? step : 0;
  const current = matches[stepped];
  const list = useVirtualList(useScrollState(scroller), rows.length, ROW_HEIGHT_PX);

  const showOffset = useEffectEvent((offset: number) => list.scrollToRow(rowAtOffset(rows, offset)));
  const target = current?.start;
  useEffect(() => {
    if (target !== undefined) showOffset(target);
  }, [target]);

  return (
    <>
      <div className="panel-bar">
        <FindControls
          label="Find in HTML"
          text={text}
          found={describeMatches(matches.length, stepped)}
          onText={(find) => navigate(routeTo({ id, tab: "html", find }), "replace")}
          onStep={(by) => setStep({ of: text, step: (stepped + by + matches.length) % Math.max(1, matches.length) })}
        />
        <span className="is-end">
          {formatAmount(lines, "line")} · {formatAmount(html.length, "character")}
        </span>
        <Button size="small" kind="plain" onClick={() => void copyToClipboard(html, "HTML")}>
          <Copy size={13} /> Copy
        </Button>
      </div>
      <div ref={scroller} className="source" role="region" aria-label="HTML source" tabIndex={0} data-testid="html">
        <VirtualRows list={list}>
          {rows.slice(list.first, list.end).map((row) => (
            <CodeRowView key={row.start} code={html} tree={tree} row={row} matches={matches} current={current} />
          ))}
        </VirtualRows>
      </div>
    </>
  );
}

/** Returns the parsed HTML; undefined until it is parsed. */
function useSyntaxTree(html: string): Tree | undefined {
  const [parsed, setParsed] = useState<{ html: string; tree: Tree | undefined }>({ html, tree: undefined });
  useEffect(() => {
    const parsing = new AbortController();
    const parse = async () => {
      const tree = await parseHtml(html, parsing.signal);
      if (!parsing.signal.aborted) setParsed({ html, tree });
    };
    void parse();
    return () => parsing.abort();
  }, [html]);
  return parsed.html === html ? parsed.tree : undefined;
}

function describeMatches(count: number, step: number): string {
  if (count === 0) return "not found";
  return `${formatCount(step + 1)} of ${formatCount(count)}${count >= MAX_TEXT_MATCHES ? "+" : ""}`;
}
