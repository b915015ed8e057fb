import type { Session } from "@mailglass/shared";
import { useEffect, useMemo, useRef } from "react";
import { routeTo } from "../data/router.ts";
import { formatCount, formatDuration } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { RouteLink } from "../ui/RouteLink.tsx";
import { groupTranscript, isRefusal, LONG_PAUSE_MS, PAUSE_MS, type TranscriptTurn } from "./group-transcript.ts";
import "./transcript.css";

const KIND_NAMES = {
  client: "Client",
  server: "Server",
  data: "Data",
  tls: "TLS",
  fault: "Fault",
  close: "End",
} as const;

/** The conversation as a chat: client on the left, server on the right, with the pauses between them. */
export function Transcript({ session, line }: { session: Session; line: number | null }) {
  const turns = useMemo(() => groupTranscript(session.transcript), [session.transcript]);
  return (
    <ol className="transcript" aria-label="SMTP conversation" data-testid="transcript">
      {turns.map((turn) => (
        <TranscriptTurnItem
          key={turn.first.number}
          turn={turn}
          marked={turn.lines.some(({ number }) => number === line)}
        />
      ))}
      {session.closedAt === null && <li className="transcript-note">The session is still open.</li>}
    </ol>
  );
}

function TranscriptTurnItem({ turn, marked }: { turn: TranscriptTurn; marked: boolean }) {
  const { lines, first, gapMs, skipped } = turn;
  const { number, kind, at } = first;
  const bytes = lines.reduce((sum, line) => sum + line.bytes, 0);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (marked) item.current?.scrollIntoView({ block: "center" });
  }, [marked]);
  return (
    <>
      {skipped > 0 && <li className="transcript-note">{formatCount(skipped)} lines omitted</li>}
      {gapMs >= PAUSE_MS && (
        <li className="transcript-pause" data-long={gapMs >= LONG_PAUSE_MS ? "" : undefined}>
          {formatDuration(gapMs)}
        </li>
      )}
      <li
        ref={item}
        className="transcript-turn"
        data-kind={kind}
        data-refusal={isRefusal(first) ? "" : undefined}
        data-marked={marked ? "" : undefined}
        data-line={number}
      >
        <span className="transcript-time" title={bytes > 0 ? `${formatCount(bytes)} bytes` : undefined}>
          +{formatDuration(at)}
        </span>
        <span className="transcript-bubble">
          <span className="visually-hidden">{KIND_NAMES[kind]}: </span>
          {kind === "fault" ? <FaultText text={first.text} /> : lines.map(({ text }) => revealHidden(text)).join("\n")}
        </span>
      </li>
    </>
  );
}

/** What a rule did, with a way to the rules instead of the id of this one. */
function FaultText({ text }: { text: string }) {
  return (
    <>
      {revealHidden(text.replace(/ \(fault \S+\)$/, ""))} <RouteLink to={routeTo({ view: "faults" })}>Faults</RouteLink>
    </>
  );
}
