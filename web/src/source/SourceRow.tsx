import type { Severity } from "@mailglass/shared";
import { memo } from "react";
import type { ByteRange } from "../model/route.ts";
import type { LineIndex } from "./line-index.ts";
import { type MimeStructure, tokenizeRow } from "./mime-structure.ts";
import { bareLineEnd, decodeRow, splitAtRanges } from "./row-text.ts";

interface SourceRowProps {
  bytes: Uint8Array;
  index: LineIndex;
  structure: MimeStructure;
  row: number;
  marks: readonly ByteRange[];
  /** Start of the current match. */
  current: number | null;
  highlighted: ByteRange | null;
  /** The worst severity of the findings whose places start in this row, and their texts. */
  findingSeverity: Severity | undefined;
  findingText: string | undefined;
}

/** A row of the source, decoded and coloured only while it is visible. */
export const SourceRow = memo(function SourceRow({ bytes, index, structure, row, ...shown }: SourceRowProps) {
  const start = index.start(row);
  const end = index.end(row);
  const line = index.lineNumber(row);
  const location = structure.at(start);
  const { highlighted } = shown;
  const lineEnd = bareLineEnd(bytes.subarray(start, end));
  return (
    <div
      className="source-row"
      data-lit={highlighted !== null && start >= highlighted.start && start < highlighted.end ? "" : undefined}
      data-in={location?.in}
    >
      <span className="source-number" data-line={line ?? "↳"}>
        {shown.findingSeverity !== undefined && (
          <span
            className="source-mark"
            role="img"
            aria-label={shown.findingText}
            title={shown.findingText}
            data-severity={shown.findingSeverity}
            data-testid="source-mark"
          />
        )}
      </span>
      <span className="source-text">
        {splitAtRanges(start, end, shown.marks).map((piece) => {
          const text = decodeRow(bytes.subarray(piece.start, piece.end));
          const tokens = tokenizeRow(text, location, line !== null && piece.start === start).map((token, at) => (
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
