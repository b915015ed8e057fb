import type { Tree } from "@lezer/common";
import { memo } from "react";
import { revealHidden } from "../../model/reveal-hidden.ts";
import type { TextMatch } from "./find-in-text.ts";
import { listTokens } from "./parse-html.ts";
import type { CodeRow } from "./split-rows.ts";

interface CodeRowViewProps {
  code: string;
  tree: Tree | undefined;
  row: CodeRow;
  /** Ascending. */
  matches: readonly TextMatch[];
  current: TextMatch | undefined;
}

/** A row of the code, coloured only while it is visible. */
export const CodeRowView = memo(function CodeRowView({ code, tree, row, matches, current }: CodeRowViewProps) {
  return (
    <div className="source-row">
      <span className="source-number" data-line={row.line ?? "↳"} />
      <span className="source-text">
        {splitAtMatches(row, matches).map(({ start, end, match }) => {
          const tokens = listTokens(tree, start, end).map((piece) => (
            <span key={piece.start} data-token={piece.token}>
              {revealHidden(code.slice(piece.start, piece.end))}
            </span>
          ));
          if (match === undefined) return <span key={start}>{tokens}</span>;
          return (
            <mark key={start} data-current={match === current ? "" : undefined}>
              {tokens}
            </mark>
          );
        })}
      </span>
    </div>
  );
});

interface RowPiece {
  readonly start: number;
  readonly end: number;
  readonly match: TextMatch | undefined;
}

function splitAtMatches({ start, end }: CodeRow, matches: readonly TextMatch[]): RowPiece[] {
  const pieces: RowPiece[] = [];
  let at = start;
  for (let index = firstMatchAfter(matches, start); index < matches.length; index += 1) {
    const match = matches[index];
    if (match === undefined || match.start >= end) break;
    const [from, to] = [Math.max(at, match.start), Math.min(end, match.end)];
    if (from > at) pieces.push({ start: at, end: from, match: undefined });
    pieces.push({ start: from, end: to, match });
    at = to;
  }
  if (at < end) pieces.push({ start: at, end, match: undefined });
  return pieces;
}

/** Returns the index of the first match that ends after an offset. */
function firstMatchAfter(matches: readonly TextMatch[], offset: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((matches[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
