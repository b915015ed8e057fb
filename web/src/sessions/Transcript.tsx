import type { Session } from "@mailglass/shared";
import { useEffect, useRef } from "react";
import { formatBytes, formatCount, formatSpan } from "../model/format.ts";
import { isRefusal, LONG_PAUSE, PAUSE, type TimedLine, timeLines } from "./transcript.ts";
import "./transcript.css";

const SPEAKERS = {
  client: "Client",
  server: "Server",
  data: "Data",
  tls: "TLS",
  fault: "Fault",
  close: "End",
} as const;

/** The conversation as a chat: the client at the left, the server at the right, and the time between them. */
export function Transcript({ session, line }: { session: Session; line: number | null }) {
  const lines = timeLines(session.transcript);
  return (
    <ol className="transcript" aria-label="SMTP conversation" data-testid="transcript">
      {lines.map((said) => (
        <Said key={said.number} said={said} marked={said.number === line} />
      ))}
      {session.closedAt === null && <li className="said-note">The session is still open.</li>}
    </ol>
  );
}

function Said({ said, marked }: { said: TimedLine; marked: boolean }) {
  const { number, kind, text, at, bytes, gap, skipped } = said;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (marked) item.current?.scrollIntoView({ block: "center" });
  }, [marked]);
  return (
    <>
      {skipped > 0 && <li className="said-note">{formatCount(skipped)} lines were left out here</li>}
      {gap >= PAUSE && (
        <li className="said-pause" data-long={gap >= LONG_PAUSE ? "" : undefined}>
          {formatSpan(gap)}
        </li>
      )}
      <li
        ref={item}
        className="said"
        data-kind={kind}
        data-refusal={isRefusal(said) ? "" : undefined}
        data-marked={marked ? "" : undefined}
        data-line={number}
      >
        <span className="said-at" title={bytes > 0 ? `${formatCount(bytes)} bytes` : undefined}>
          +{formatSpan(at)}
        </span>
        <span className="said-bubble">
          <span className="visually-hidden">{SPEAKERS[kind]}: </span>
          {text}
          {kind === "data" && bytes > 0 && <span className="said-bytes">{formatBytes(bytes)}</span>}
        </span>
      </li>
    </>
  );
}
