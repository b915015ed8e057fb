import type { ReaderComparison, ReaderField } from "@mailglass/shared";
import { use } from "react";
import { loadReaders } from "../data/load-message.ts";
import { formatAmount, formatCount } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { ErrorBoundary } from "../ui/ErrorBoundary.tsx";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { markDifference } from "./mark-difference.ts";
import "./readers-section.css";

const FIELD_NAMES: Record<ReaderField, string> = {
  subject: "Subject",
  from: "From",
  to: "To",
  cc: "Cc",
  bcc: "Bcc",
  replyTo: "Reply-To",
  date: "Date",
  text: "Text",
  html: "HTML",
  attachments: "Attachments",
};

/** How mailparser, which most Node programs use, reads the message, and where that differs from our reading. */
export function ReadersSection({ id }: { id: string }) {
  return (
    <section className="readers" aria-label="How mailparser reads it" data-testid="readers">
      <ErrorBoundary>
        <WhenLoaded promises={[loadReaders(id)]}>
          <ReadersComparison id={id} />
        </WhenLoaded>
      </ErrorBoundary>
    </section>
  );
}

function ReadersComparison({ id }: { id: string }) {
  const { version, error, fields } = use(loadReaders(id));
  const differing = fields.filter(({ same }) => !same);
  const same = fields.filter((field) => field.same && field.mailglass.text !== null);
  return (
    <>
      <h3 className="panel-heading">
        How mailparser reads it{" "}
        <span className="badge" data-kind={error === null && differing.length === 0 ? "good" : undefined}>
          {error !== null
            ? "it does not"
            : differing.length === 0
              ? "as Mailglass does"
              : formatAmount(differing.length, "difference")}
        </span>
      </h3>
      <p className="readers-note">
        Most Node programs read mail with mailparser; this is version {version}.
        {error !== null && <> It gives up: {revealHidden(error)}.</>}
        {same.length > 0 && <> Both read the same: {same.map(({ field }) => FIELD_NAMES[field]).join(", ")}.</>}
      </p>
      <ul>
        {differing.map((comparison) => (
          <Difference key={comparison.field} comparison={comparison} />
        ))}
      </ul>
    </>
  );
}

function Difference({ comparison }: { comparison: ReaderComparison }) {
  const { field, visible, reason } = comparison;
  return (
    <li className="reader-difference" data-testid="reader-difference" data-field={field}>
      <p>
        <span className="reader-field">{FIELD_NAMES[field]}</span>{" "}
        {!visible && <span className="badge">no visible difference</span>} {reason !== null && `${reason.text}.`}
      </p>
      <dl className="reader-values">
        <ReaderText name="Mailglass" comparison={comparison} reader="mailglass" />
        <ReaderText name="mailparser" comparison={comparison} reader="mailparser" />
      </dl>
    </li>
  );
}

interface ReaderTextProps {
  name: string;
  comparison: ReaderComparison;
  reader: "mailglass" | "mailparser";
}

function ReaderText({ name, comparison, reader }: ReaderTextProps) {
  const marked = markDifference(comparison, reader);
  const { start, length } = comparison[reader];
  return (
    <div>
      <dt>
        {name}
        {start > 0 && `, from character ${formatCount(start)} of ${formatCount(length)}`}
      </dt>
      <dd>
        {marked === null ? (
          <span className="reader-nothing">nothing</span>
        ) : (
          // It can be scrolled, so the keyboard must be able to reach it.
          <pre tabIndex={0}>
            {revealHidden(marked.before)}
            <mark>{revealHidden(marked.different)}</mark>
            {revealHidden(marked.after)}
          </pre>
        )}
      </dd>
    </div>
  );
}
