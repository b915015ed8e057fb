import type { MessageSummary } from "@mailglass/shared";
import { Fragment, useState } from "react";
import { loadMessage, MAX_EAGER_LOAD_BYTES } from "../../data/load-message.ts";
import { getSettledValue } from "../../data/promise-cache.ts";
import { formatCount, formatFullMailbox } from "../../model/format.ts";
import { WhenLoaded } from "../../ui/WhenLoaded.tsx";
import { ReasonLink } from "../ReasonLink.tsx";
import { PersonLink } from "./PersonLink.tsx";
import { countNotInEnvelope, groupRecipients, hasAllAddresses, type PeopleGroup } from "./people.ts";

/** People of a field shown until all are requested, and the maximum shown then. The Envelope tab has all. */
const FIRST_PEOPLE = 3;
const MAX_PEOPLE = 200;

/** Sender and recipients; each address searches for its messages. */
export function MessagePeople({ message }: { message: MessageSummary }) {
  const { id, from, sender, size } = message;
  const author = from
    ? { text: formatFullMailbox(from), address: from.address }
    : { text: sender || "<>", address: sender };
  return (
    <>
      <span className="people" data-testid="people-from">
        <span className="visually-hidden">from </span>
        <PersonLink person={author} field="from" className="message-author" />
      </span>
      {hasAllAddresses(message) || size > MAX_EAGER_LOAD_BYTES ? (
        <Recipients key={id} message={message} />
      ) : (
        <WhenLoaded promises={[loadMessage(id)]} fallback={<Recipients key={id} message={message} />}>
          <LoadedRecipients message={message} />
        </WhenLoaded>
      )}
    </>
  );
}

/** A row has only the first addresses of each field; the message has all. */
function LoadedRecipients({ message }: { message: MessageSummary }) {
  return <Recipients key={message.id} message={getSettledValue(loadMessage(message.id)) ?? message} />;
}

/** Shows the recipients in the header, and where the envelope differs. */
function Recipients({ message }: { message: MessageSummary }) {
  const { id, addressCounts } = message;
  const notInEnvelope = countNotInEnvelope(message);
  const groups = groupRecipients(message);
  return (
    <>
      {groups.length === 0 && <span>to nobody</span>}
      {groups.map((group, at) => (
        <Group key={at} id={id} group={group} />
      ))}
      {notInEnvelope > 0 && (
        <ReasonLink id={id} tab="envelope">
          {addressCounts.to === 1 ? "not in the envelope" : `${notInEnvelope} not in the envelope`}
        </ReasonLink>
      )}
    </>
  );
}

function Group({ id, group: { role, people, count, isHidden } }: { id: string; group: PeopleGroup }) {
  const [showAll, setShowAll] = useState(false);
  const shown = people.slice(0, showAll ? MAX_PEOPLE : FIRST_PEOPLE);
  const rest = count - shown.length;
  return (
    <span className="people" data-testid={`people-${role}`}>
      {isHidden ? (
        <ReasonLink id={id} tab="envelope">
          bcc
        </ReasonLink>
      ) : (
        role
      )}{" "}
      {shown.map((person, at) => (
        <Fragment key={at}>
          {at > 0 && ", "}
          <PersonLink person={person} field="to" />
        </Fragment>
      ))}
      {rest > 0 && showAll && ` and ${formatCount(rest)} more`}
      {rest > 0 && !showAll && (
        <button
          type="button"
          className="people-more"
          aria-label={`Show ${formatCount(rest)} more`}
          data-testid="people-more"
          onClick={() => setShowAll(true)}
        >
          +{formatCount(rest)}
        </button>
      )}
    </span>
  );
}
