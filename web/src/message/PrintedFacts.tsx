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
  const { id, from, sender, to, cc, recipients, receivedAt, size } = message;
  return (
    <dl className="facts printed" data-testid="printed-facts">
      <dt>From</dt>
      <dd>{visible(from ? formatFullMailbox(from) : sender || "<>")}</dd>
      <dt>To</dt>
      <dd>{peopleOf(to.length > 0 ? to : recipients) || "nobody"}</dd>
      {cc.length > 0 && (
        <>
          <dt>Cc</dt>
          <dd>{peopleOf(cc)}</dd>
        </>
      )}
      {size <= MOST_BYTES && (
        <WhenLoaded all={[loadMessage(id)]} meanwhile={null}>
          <DateField id={id} />
        </WhenLoaded>
      )}
      <dt>Received</dt>
      <dd>{formatExactTime(receivedAt)}</dd>
    </dl>
  );
}

/** As it was sent: in the zone of who sent it. */
function DateField({ id }: { id: string }) {
  const date = resultOf(loadMessage(id))?.headers.find(({ name }) => name.toLowerCase() === "date");
  if (date === undefined) return null;
  return (
    <>
      <dt>Date</dt>
      <dd>{visible(date.value.slice(0, 200))}</dd>
    </>
  );
}

function peopleOf(people: readonly (Address | string)[]): string {
  const named = people.slice(0, MOST).map((one) => (typeof one === "string" ? one : formatFullMailbox(one)));
  return visible(named.join(", ")) + (people.length > MOST ? ` and ${formatCount(people.length - MOST)} more` : "");
}
