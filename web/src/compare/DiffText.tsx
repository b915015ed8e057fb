import type { DiffPiece, TextComparison } from "@mailglass/shared";
import { formatAmount } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { shortenEqualText } from "./shorten-equal-text.ts";

/** A text of two messages with its differences marked; equal text far from any difference is left out. */
export function DiffText({ title, comparison }: { title: string; comparison: TextComparison }) {
  const { result, pieces, truncated } = comparison;
  return (
    <section data-testid={`compare-${title.toLowerCase()}`}>
      <h3 className="panel-heading">
        {title}{" "}
        {result === "same" && (
          <span className="badge" data-kind="good">
            equal
          </span>
        )}
      </h3>
      {truncated && <p className="compare-note">Only the first 200,000 characters were compared.</p>}
      {result === "too-different" && <p className="compare-note">Too much differs to compare it word by word.</p>}
      {result !== "same" && (
        <pre className="compare-text" tabIndex={0}>
          {pieces.map((piece, at) => (
            <Piece key={at} piece={piece} isFirst={at === 0} isLast={at === pieces.length - 1} />
          ))}
        </pre>
      )}
    </section>
  );
}

function Piece({ piece: { kind, text }, isFirst, isLast }: { piece: DiffPiece; isFirst: boolean; isLast: boolean }) {
  if (kind === "removed") return <del>{revealHidden(text)}</del>;
  if (kind === "added") return <ins>{revealHidden(text)}</ins>;
  if (kind === "ignored") {
    return (
      <span className="compare-ignored" title="Differs in every message">
        {revealHidden(text)}
      </span>
    );
  }
  const { before, skippedLines, after } = shortenEqualText(text, { isFirst, isLast });
  if (skippedLines === 0) return revealHidden(text);
  return (
    <>
      {revealHidden(before)}
      <span className="compare-skipped">… {formatAmount(skippedLines, "equal line")} …</span>
      {revealHidden(after)}
    </>
  );
}
