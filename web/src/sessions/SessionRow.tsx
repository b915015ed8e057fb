import type { MessageSummary, SessionSummary } from "@mailglass/shared";
import { memo } from "react";
import { useNow } from "../data/clock.ts";
import { useSettings } from "../data/settings.ts";
import { formatCount, formatDuration, formatExactTime, formatTime } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { describeOutcome } from "./describe-outcome.ts";

interface SessionRowProps {
  session: SessionSummary;
  /** Its first message, if it is in the list. */
  carried: MessageSummary | undefined;
  index: number;
  count: number;
  open: boolean;
  cursor: boolean;
}

export const SessionRow = memo(function SessionRow({ session, carried, index, count, open, cursor }: SessionRowProps) {
  const now = useNow();
  const format = useSettings((settings) => settings.time);
  const { id, peer, helo, openedAt, closedAt, messages } = session;
  return (
    <div
      id={`session-${id}`}
      className="row session-row"
      role="option"
      tabIndex={-1}
      aria-selected={open}
      aria-current={open ? "true" : undefined}
      aria-posinset={index + 1}
      aria-setsize={count}
      data-id={id}
      data-cursor={cursor ? "" : undefined}
      data-testid="session-row"
    >
      <span className="session-outcome">
        <SessionOutcome session={session} />
      </span>
      <span className="session-peer">
        {peer.address} {!isAddressLiteral(helo, peer.address) && <span className="row-snippet">{helo}</span>}
      </span>
      {carried && !session.failed ? (
        <CarriedMessage message={carried} more={messages - 1} />
      ) : (
        <span className="session-reply">{describeOutcome(session)}</span>
      )}
      <span className="session-messages">
        {messages > 0 && (
          <>
            {formatCount(messages)}
            <span className="session-unit"> {messages === 1 ? "message" : "messages"}</span>
          </>
        )}
      </span>
      <span className="row-size">
        {closedAt === null ? "" : formatDuration(Date.parse(closedAt) - Date.parse(openedAt))}
      </span>
      <time className="row-time" dateTime={openedAt} title={formatExactTime(openedAt)}>
        {formatTime(Date.parse(openedAt), now, format)}
      </time>
    </div>
  );
});

/** The first message: subject, sender and recipients. */
function CarriedMessage({ message, more }: { message: MessageSummary; more: number }) {
  const { sender, recipients, subject } = message;
  const others = recipients.length - 1;
  return (
    <span className="session-content">
      <bdi className="session-subject">{subject === "" ? "(no subject)" : revealHidden(subject)}</bdi>
      {more > 0 && ` +${formatCount(more)}`}{" "}
      <span className="session-path">
        <bdi>{sender === "" ? "<>" : revealHidden(sender)}</bdi> →{" "}
        <bdi>{revealHidden(recipients[0] ?? "no recipient")}</bdi>
        {others > 0 && ` +${formatCount(others)}`}
      </span>
    </span>
  );
}

/** Whether the client gave its address as its name, as many libraries do. */
export function isAddressLiteral(helo: string, address: string): boolean {
  return helo.toLowerCase() === `[${address}]` || helo.toLowerCase() === `[ipv6:${address}]`;
}

/** The outcome in one word. Only exceptions have colour. */
function SessionOutcome({ session: { closedAt, failed, refusals } }: { session: SessionSummary }) {
  if (closedAt === null) return <span className="badge">open</span>;
  if (failed) {
    return (
      <span className="badge" data-kind="error">
        failed
      </span>
    );
  }
  if (refusals > 0) {
    return (
      <span className="badge" data-kind="warning">
        {formatCount(refusals)} refused
      </span>
    );
  }
  return <span className="session-ok">ok</span>;
}
