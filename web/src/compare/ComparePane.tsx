import type { AttachmentComparison, Comparison, HeaderComparison, Message, PartComparison } from "@mailglass/shared";
import { use } from "react";
import { loadComparison } from "../data/load-comparison.ts";
import { loadMessage } from "../data/load-message.ts";
import { closePane } from "../data/message-actions.ts";
import { routeTo } from "../data/router.ts";
import { formatAmount, formatBytes, formatExactTime } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { IconButton } from "../ui/Button.tsx";
import { ArrowLeft, CircleCheck, X } from "../ui/icons.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { DiffText } from "./DiffText.tsx";
import "../ui/pane.css";
import "./compare.css";

/** What differs between two messages. */
export function ComparePane({ id, other }: { id: string; other: string }) {
  return (
    <article className="message" aria-label="Comparison" data-testid="comparison">
      <header className="message-head">
        <div className="message-title">
          <IconButton label="Back" keys="Esc" onClick={closePane} data-testid="back">
            <ArrowLeft size={16} />
          </IconButton>
          <h2 className="message-subject">Comparison</h2>
          <div className="message-actions">
            <IconButton label="Close" keys="Esc" onClick={closePane} data-testid="close">
              <X size={16} />
            </IconButton>
          </div>
        </div>
      </header>
      <div className="panel-body compare" tabIndex={0} role="region" aria-label="Differences">
        <WhenLoaded promises={[loadMessage(id), loadMessage(other), loadComparison(`${id} ${other}`)]}>
          <LoadedComparison id={id} other={other} />
        </WhenLoaded>
      </div>
    </article>
  );
}

function LoadedComparison({ id, other }: { id: string; other: string }) {
  const comparison = use(loadComparison(`${id} ${other}`));
  const { same, headers, structure, text, html, attachments } = comparison;
  return (
    <>
      <dl className="facts">
        <MessageFact name="First" message={use(loadMessage(id))} />
        <MessageFact name="Second" message={use(loadMessage(other))} />
      </dl>
      {same ? (
        <p className="compare-verdict" data-testid="compare-verdict">
          <CircleCheck size={16} /> They differ only in what always differs: dates, ids, boundaries, tokens and codes.
        </p>
      ) : (
        <p className="compare-verdict" data-testid="compare-verdict">
          They differ in {listDifferences(comparison)}: <del>only in the first</del>, <ins>only in the second</ins>.
        </p>
      )}
      <HeaderDifferences headers={headers} />
      {structure.some(({ change }) => change !== "same") && <StructureDifferences structure={structure} />}
      {text !== null && <DiffText title="Text" comparison={text} />}
      {html !== null && <DiffText title="HTML" comparison={html} />}
      {attachments.length > 0 && <AttachmentDifferences attachments={attachments} />}
    </>
  );
}

function MessageFact({ name, message }: { name: string; message: Message }) {
  const { id, subject, receivedAt } = message;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <RouteLink to={routeTo({ id })}>{revealHidden(subject) || "(no subject)"}</RouteLink>{" "}
        <span className="compare-time">{formatExactTime(receivedAt).slice(0, 19)}</span>
      </dd>
    </>
  );
}

function listDifferences({ headers, structure, text, html, attachments }: Comparison): string {
  const changedFields = headers.filter(isDifferent).length;
  const places = [
    changedFields > 0 ? formatAmount(changedFields, "header field") : "",
    structure.some(isDifferent) ? "the structure" : "",
    text !== null && text.result !== "same" ? "the text" : "",
    html !== null && html.result !== "same" ? "the HTML" : "",
    attachments.some(isDifferent) ? "the attachments" : "",
  ].filter((place) => place !== "");
  return places.length < 2 ? places.join("") : `${places.slice(0, -1).join(", ")} and ${places.at(-1)}`;
}

function isDifferent({ change }: { change: string }): boolean {
  return change !== "same" && change !== "ignored";
}

function HeaderDifferences({ headers }: { headers: readonly HeaderComparison[] }) {
  const different = headers.filter(isDifferent);
  const ignored = headers.filter(({ change }) => change === "ignored");
  const sameCount = headers.length - different.length - ignored.length;
  return (
    <section>
      <h3 className="panel-heading">Header fields</h3>
      {different.length > 0 && (
        <dl className="facts" data-testid="compare-headers">
          {different.map((field, at) => (
            <HeaderRow key={at} field={field} />
          ))}
        </dl>
      )}
      <p className="compare-note">
        {formatAmount(sameCount, "field")} equal
        {ignored.length > 0 && `; not compared: ${[...new Set(ignored.map(({ name }) => name))].join(", ")}`}
      </p>
    </section>
  );
}

function HeaderRow({ field: { name, change, first, second, pieces } }: { field: HeaderComparison }) {
  return (
    <>
      <dt>{revealHidden(name)}</dt>
      <dd>
        {change === "removed" && <del>{revealHidden(first ?? "")}</del>}
        {change === "added" && <ins>{revealHidden(second ?? "")}</ins>}
        {change === "changed" &&
          pieces.map(({ kind, text }, at) => {
            if (kind === "removed") return <del key={at}>{revealHidden(text)}</del>;
            return kind === "added" ? <ins key={at}>{revealHidden(text)}</ins> : revealHidden(text);
          })}
      </dd>
    </>
  );
}

function StructureDifferences({ structure }: { structure: readonly PartComparison[] }) {
  return (
    <section>
      <h3 className="panel-heading">Structure</h3>
      <ul className="compare-parts" data-testid="compare-structure">
        {structure.map(({ change, depth, first, second }, at) => (
          <li key={at} style={{ paddingLeft: `${Math.min(depth, 8) * 16}px` }}>
            {change === "same" ? (
              revealHidden(second ?? "")
            ) : (
              <>
                {first !== null && <del>{revealHidden(first)}</del>}{" "}
                {second !== null && <ins>{revealHidden(second)}</ins>}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function AttachmentDifferences({ attachments }: { attachments: readonly AttachmentComparison[] }) {
  return (
    <section>
      <h3 className="panel-heading">Attachments</h3>
      <ul className="compare-parts" data-testid="compare-attachments">
        {attachments.map((attachment, at) => (
          <li key={at}>{describeAttachment(attachment)}</li>
        ))}
      </ul>
    </section>
  );
}

function describeAttachment({ change, first, second }: AttachmentComparison) {
  const name = (file: typeof first) => `${revealHidden(file?.filename ?? "")} (${formatBytes(file?.size ?? 0)})`;
  if (change === "same") return `${name(second)}: equal`;
  if (change === "removed") return <del>{name(first)}</del>;
  if (change === "added") return <ins>{name(second)}</ins>;
  return (
    <>
      <del>{name(first)}</del> <ins>{name(second)}</ins>:{" "}
      {change === "renamed" ? "same bytes, another name" : "other bytes"}
    </>
  );
}
