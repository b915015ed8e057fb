import { memo } from "react";
import type { ByteRange } from "../model/route.ts";
import type { LineIndex } from "./line-index.ts";
import { cutAtRanges, oddLineEnd, rowText } from "./row-text.ts";
import { type Structure, tokensOf } from "./structure.ts";

interface SourceRowProps {
  bytes: Uint8Array;
  index: LineIndex;
  structure: Structure;
  row: number;
  marks: readonly ByteRange[];
  /** Start of the match that is stepped to. */
  current: number | null;
  lit: ByteRange | null;
}

/** One row of the source: decoded, cut and coloured only while it is seen. */
export const SourceRow = memo(function SourceRow({ bytes, index, structure, row, ...shown }: SourceRowProps) {
  const start = index.start(row);
  const end = index.end(row);
  const line = index.lineNumber(row);
  const place = structure.at(start);
  const { lit } = shown;
  const lineEnd = oddLineEnd(bytes.subarray(start, end));
  return (
    <div
      className="source-row"
      data-lit={lit !== null && start >= lit.start && start < lit.end ? "" : undefined}
      data-in={place?.in}
    >
      <span className="source-number" data-line={line ?? "↳"} />
      <span className="source-text">
        {cutAtRanges(start, end, shown.marks).map((piece) => {
          const text = rowText(bytes.subarray(piece.start, piece.end));
          const tokens = tokensOf(text, place, line !== null && piece.start === start).map((token, at) => (
            <span key={at} data-token={token.kind}>
              {token.text}
            </span>
          ));
          if (piece.index === -1) return <span key={piece.start}>{tokens}</span>;
          const isCurrent = shown.marks[piece.index]?.start === shown.current;
          return (
            <mark key={piece.start} data-current={isCurrent ? "" : undefined}>
              {tokens}
            </mark>
          );
        })}
        {lineEnd !== null && (
          <span className="source-end" title="This line ends in a bare LF, not in CRLF">
            ␊
          </span>
        )}
      </span>
    </div>
  );
});
