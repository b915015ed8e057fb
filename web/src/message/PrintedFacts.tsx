import type { Address, MessageSummary } from "@mailglass/shared";
import { loadMessage, MAX_EAGER_LOAD_BYTES } from "../data/load-message.ts";
import { getSettledValue } from "../data/promise-cache.ts";
import { formatCount, formatExactTime, formatFullMailbox } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";

/** Maximum number of people printed per field. */
const MAX_PRINTED_MAILBOXES = 100;

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
  return <Facts message={loaded ?? message} date={date?.value.slice(0, 200)} />;
}

/** @param date as sent, in the sender's time zone */
function Facts({ message, date }: { message: MessageSummary; date?: string | undefined }) {
  const { from, sender, to, cc, recipients, addressCounts, receivedAt } = message;
  return (
    <dl className="facts printed" data-testid="printed-facts">
      <dt>From</dt>
      <dd>{revealHidden(from ? formatFullMailbox(from) : sender || "<>")}</dd>
      <dt>To</dt>
      <dd>
        {(to.length > 0
          ? formatPrintedMailboxes(to, addressCounts.to)
          : formatPrintedMailboxes(recipients, addressCounts.recipients)) || "nobody"}
      </dd>
      {cc.length > 0 && (
        <>
          <dt>Cc</dt>
          <dd>{formatPrintedMailboxes(cc, addressCounts.cc)}</dd>
        </>
      )}
      {date !== undefined && (
        <>
          <dt>Date</dt>
          <dd>{revealHidden(date)}</dd>
        </>
      )}
      <dt>Received</dt>
      <dd>{formatExactTime(receivedAt)}</dd>
    </dl>
  );
}

/** @param count total number of people, of whom `people` are the first */
function formatPrintedMailboxes(people: readonly (Address | string)[], count: number): string {
  const named = people
    .slice(0, MAX_PRINTED_MAILBOXES)
    .map((mailbox) => (typeof mailbox === "string" ? mailbox : formatFullMailbox(mailbox)));
  return (
    revealHidden(named.join(", ")) + (count > named.length ? ` and ${formatCount(count - named.length)} more` : "")
  );
}
