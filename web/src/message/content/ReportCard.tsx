import type { Report, ReportField, ReportRecipient } from "@mailglass/shared";
import { formatAmount } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { Card, Fact } from "./Card.tsx";

const LABELS: Record<Report["kind"], string> = {
  "delivery-status": "Delivery report",
  disposition: "Read receipt",
  feedback: "Feedback report",
};

/** A report of a mail server or program, in words. */
export function ReportCard({ id, report }: { id: string; report: Report }) {
  const { part, kind, summary, reporter, recipients, recipientCount, fields, original } = report;
  const hasFailed = recipients.some(({ action }) => action === "failed");
  return (
    <Card
      id={id}
      part={part}
      title={summary}
      label={LABELS[kind]}
      labelKind={hasFailed ? "error" : undefined}
      testId="report-card"
    >
      {recipients.map((recipient, at) => (
        <RecipientFacts key={at} recipient={recipient} />
      ))}
      {recipientCount > recipients.length && (
        <p className="content-card-note">and {formatAmount(recipientCount - recipients.length, "more recipient")}</p>
      )}
      <dl className="facts">
        <Fact name="Reported by">{reporter !== null && revealHidden(reporter)}</Fact>
      </dl>
      {fields.length > 0 && <FieldDetails title="All fields of the report" fields={fields} />}
      {original !== null && <FieldDetails title="The message that it is about" fields={original.headers} />}
    </Card>
  );
}

function RecipientFacts({ recipient }: { recipient: ReportRecipient }) {
  const { address, action, status, meaning, diagnostic, remoteServer } = recipient;
  return (
    <dl className="facts" data-testid="report-recipient">
      <Fact name="Recipient">{revealHidden(address)}</Fact>
      <Fact name="Action">{revealHidden(action)}</Fact>
      <Fact name="Status">{status !== null && `${status}${meaning === null ? "" : `: ${meaning}`}`}</Fact>
      <Fact name="Server said">{diagnostic !== null && revealHidden(diagnostic)}</Fact>
      <Fact name="Server">{remoteServer !== null && revealHidden(remoteServer)}</Fact>
    </dl>
  );
}

function FieldDetails({ title, fields }: { title: string; fields: readonly ReportField[] }) {
  return (
    <details>
      <summary>{title}</summary>
      <dl className="facts">
        {fields.map(({ name, value }, at) => (
          <Fact key={at} name={revealHidden(name)}>
            {revealHidden(value)}
          </Fact>
        ))}
      </dl>
    </details>
  );
}
