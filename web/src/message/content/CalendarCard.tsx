import type { Calendar, CalendarEvent, CalendarPerson } from "@mailglass/shared";
import { formatAmount } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { Card, Fact } from "./Card.tsx";
import { describeTimes } from "./describe-times.ts";

/** What each method is (RFC 5546 §1.4). */
const METHODS: Readonly<Record<string, string>> = {
  REQUEST: "Invitation",
  CANCEL: "Cancellation",
  REPLY: "Reply to an invitation",
  PUBLISH: "Published event",
  ADD: "Added occurrence",
  COUNTER: "Counter-proposal",
  DECLINECOUNTER: "Declined counter-proposal",
  REFRESH: "Request for the latest version",
};

const PARTICIPATION: Readonly<Record<string, string>> = {
  "needs-action": "has not answered",
  accepted: "accepted",
  declined: "declined",
  tentative: "tentative",
  delegated: "delegated",
};

/** A calendar part: its events as a mail program shows them. */
export function CalendarCard({ id, calendar }: { id: string; calendar: Calendar }) {
  const { part, method, error, events, eventCount } = calendar;
  const [first] = events;
  const label = method === null ? "Calendar" : (METHODS[method] ?? `Calendar, method ${method}`);
  const title = first === undefined ? "A calendar without events" : first.summary || "(no title)";
  return (
    <Card
      id={id}
      part={part}
      title={error === null ? title : "This calendar cannot be read"}
      label={label}
      labelKind={error !== null || method === "CANCEL" ? "error" : undefined}
      testId="calendar-card"
    >
      {error !== null && <p className="content-card-note">{revealHidden(error)}.</p>}
      {events.map((event, at) => (
        <EventFacts key={at} event={event} title={at > 0} />
      ))}
      {eventCount > events.length && (
        <p className="content-card-note">and {formatAmount(eventCount - events.length, "more event")}</p>
      )}
    </Card>
  );
}

function EventFacts({ event, title }: { event: CalendarEvent; title: boolean }) {
  const { summary, description, location, url, status, start, end, recurrence, organizer } = event;
  const { attendees, attendeeCount } = event;
  const { here, there } = describeTimes(start, end);
  return (
    <>
      {title && <h4>{revealHidden(summary) || "(no title)"}</h4>}
      <dl className="facts">
        <Fact name="When">{here}</Fact>
        <Fact name="In its zone">{there}</Fact>
        <Fact name="Repeats">
          {recurrence && (
            <>
              {recurrence.text ?? "by a rule that is not simple"} <code>{revealHidden(recurrence.rule)}</code>
            </>
          )}
        </Fact>
        <Fact name="Where">{revealHidden(location)}</Fact>
        <Fact name="Link">{revealHidden(url)}</Fact>
        <Fact name="Status">{status === null || status === "confirmed" ? null : revealHidden(status)}</Fact>
        <Fact name="Organizer">{organizer && formatPerson(organizer)}</Fact>
        <Fact name={attendeeCount === 1 ? "Invited" : `Invited (${attendeeCount})`}>
          {attendees.length > 0 && (
            <ul>
              {attendees.map((person, at) => (
                <li key={at}>
                  {formatPerson(person)} <Participation person={person} />
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact name="Notes">
          {description !== "" && <span className="event-notes">{revealHidden(description)}</span>}
        </Fact>
      </dl>
    </>
  );
}

function Participation({ person: { status, role } }: { person: CalendarPerson }) {
  const words = [
    status === null ? "has not answered" : (PARTICIPATION[status] ?? status),
    role === "opt-participant" ? "optional" : role === "non-participant" ? "for information" : "",
  ].filter((word) => word !== "");
  return (
    <span className="badge" data-kind={status === "accepted" ? "good" : status === "declined" ? "error" : undefined}>
      {revealHidden(words.join(", "))}
    </span>
  );
}

function formatPerson({ name, address }: CalendarPerson): string {
  return revealHidden(name === "" || name === address ? address : `${name} <${address}>`);
}
