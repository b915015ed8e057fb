import type { Address, MessageSummary } from "@mailglass/shared";
import { resultOf } from "../model/cache.ts";
import { formatCount, formatExactTime, formatFullMailbox } from "../model/format.ts";
import { visible } from "../model/visible.ts";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { loadMessage, MOST_BYTES } from "./load.ts";

/** Of each field that many people are printed. */
const MOST = 100;

/** On paper: who to whom in full, when it was sent by its own word, and when it came. */
export function PrintedFacts({ message }: { message: MessageSummary }) {
  const { id, size } = message;
  if (size > MOST_BYTES) return <Facts message={message} />;
  return (
    <WhenLoaded all={[loadMessage(id)]} meanwhile={<Facts message={message} />}>
      <LoadedFacts message={message} />
    </WhenLoaded>
  );
}

/** A row has the first addresses of each field only; the message has all. */
function LoadedFacts({ message }: { message: MessageSummary }) {
  const loaded = resultOf(loadMessage(message.id));
  const date = loaded?.headers.find(({ name }) => name.toLowerCase() === "date");
  return <Facts message={loaded ?? message} date={date?.value.slice(0, 200)} />;
}

/** @param date as it was sent: in the zone of who sent it */
function Facts({ message, date }: { message: MessageSummary; date?: string | undefined }) {
  const { from, sender, to, cc, recipients, addressCounts, receivedAt } = message;
  return (
    <dl className="facts printed" data-testid="printed-facts">
      <dt>From</dt>
      <dd>{visible(from ? formatFullMailbox(from) : sender || "<>")}</dd>
      <dt>To</dt>
      <dd>
        {(to.length > 0 ? peopleOf(to, addressCounts.to) : peopleOf(recipients, addressCounts.recipients)) || "nobody"}
      </dd>
      {cc.length > 0 && (
        <>
          <dt>Cc</dt>
          <dd>{peopleOf(cc, addressCounts.cc)}</dd>
        </>
      )}
      {date !== undefined && (
        <>
          <dt>Date</dt>
          <dd>{visible(date)}</dd>
        </>
      )}
      <dt>Received</dt>
      <dd>{formatExactTime(receivedAt)}</dd>
    </dl>
  );
}

/** @param count how many there are, of whom `people` are the first */
function peopleOf(people: readonly (Address | string)[], count: number): string {
  const named = people.slice(0, MOST).map((one) => (typeof one === "string" ? one : formatFullMailbox(one)));
  return visible(named.join(", ")) + (count > named.length ? ` and ${formatCount(count - named.length)} more` : "");
}
