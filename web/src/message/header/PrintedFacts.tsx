import type { MessageSummary } from "@mailglass/shared";
import { loadMessage, MAX_EAGER_LOAD_BYTES } from "../../data/load-message.ts";
import { getSettledValue } from "../../data/promise-cache.ts";
import { formatBytes, formatCount, formatExactTime, formatFullMailbox } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { WhenLoaded } from "../../ui/WhenLoaded.tsx";
import { groupRecipients, type Person } from "./people.ts";

/** Maximum number of people printed per field. */
const MAX_PRINTED_PEOPLE = 100;
const MAX_PRINTED_FILES = 50;

/** For printing: all people, the date in the header, and the time of arrival. */
export function PrintedFacts({ message }: { message: MessageSummary }) {
  const { id, size } = message;
  if (size > MAX_EAGER_LOAD_BYTES) return <Facts message={message} />;
  return (
    <WhenLoaded promises={[loadMessage(id)]} fallback={<Facts message={message} />}>
      <LoadedFacts message={message} />
    </WhenLoaded>
  );
}

/** A row has only the first addresses of each field; the message has all. */
function LoadedFacts({ message }: { message: MessageSummary }) {
  const loaded = getSettledValue(loadMessage(message.id));
  const date = loaded?.headers.find(({ name }) => name.toLowerCase() === "date");
  const files = loaded?.attachments.filter(({ inHtml, inText, inReport }) => !inHtml && !inText && !inReport) ?? [];
  return (
    <Facts
      message={loaded ?? message}
      date={date?.value.slice(0, 200)}
      files={files.slice(0, MAX_PRINTED_FILES).map(({ filename, size }) => `${filename} (${formatBytes(size)})`)}
    />
  );
}

interface FactsProps {
  message: MessageSummary;
  /** As sent, in the sender's time zone. */
  date?: string | undefined;
  /** Attachments, with their sizes. */
  files?: readonly string[];
}

function Facts({ message, date, files = [] }: FactsProps) {
  const { from, sender, receivedAt } = message;
  const groups = groupRecipients(message);
  return (
    <dl className="facts printed" data-testid="printed-facts">
      <dt>From</dt>
      <dd>{revealHidden(from ? formatFullMailbox(from) : sender || "<>")}</dd>
      {groups.length === 0 && <PrintedGroup name="To" text="nobody" />}
      {groups.map(({ role, people, count }, at) => (
        <PrintedGroup key={at} name={ROLE_NAMES[role]} text={formatPrintedPeople(people, count)} />
      ))}
      {date !== undefined && (
        <>
          <dt>Date</dt>
          <dd>{revealHidden(date)}</dd>
        </>
      )}
      <dt>Received</dt>
      <dd>{formatExactTime(receivedAt)}</dd>
      {files.length > 0 && <PrintedGroup name="Attachments" text={revealHidden(files.join(", "))} />}
    </dl>
  );
}

const ROLE_NAMES = { to: "To", cc: "Cc", bcc: "Bcc" } as const;

function PrintedGroup({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}

/** @param count total number of people, of whom `people` are the first */
function formatPrintedPeople(people: readonly Person[], count: number): string {
  const printed = people.slice(0, MAX_PRINTED_PEOPLE).map(({ text }) => text);
  const rest = count - printed.length;
  return revealHidden(printed.join(", ")) + (rest > 0 ? ` and ${formatCount(rest)} more` : "");
}
