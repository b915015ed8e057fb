import type { Session } from "@mailglass/shared";
import { useEffect, useMemo, useRef } from "react";
import { formatCount, formatSpan } from "../model/format.ts";
import { visible } from "../model/visible.ts";
import { isRefusal, LONG_PAUSE, PAUSE, type Utterance, utterances } from "./transcript.ts";
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
  const said = useMemo(() => utterances(session.transcript), [session.transcript]);
  return (
    <ol className="transcript" aria-label="SMTP conversation" data-testid="transcript">
      {said.map((utterance) => (
        <Said
          key={utterance.first.number}
          utterance={utterance}
          marked={utterance.lines.some(({ number }) => number === line)}
        />
      ))}
      {session.closedAt === null && <li className="said-note">The session is still open.</li>}
    </ol>
  );
}

function Said({ utterance, marked }: { utterance: Utterance; marked: boolean }) {
  const { lines, first, gap, skipped } = utterance;
  const { number, kind, at } = first;
  const bytes = lines.reduce((sum, line) => sum + line.bytes, 0);
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
        data-refusal={isRefusal(first) ? "" : undefined}
        data-marked={marked ? "" : undefined}
        data-line={number}
      >
        <span className="said-at" title={bytes > 0 ? `${formatCount(bytes)} bytes` : undefined}>
          +{formatSpan(at)}
        </span>
        <span className="said-bubble">
          <span className="visually-hidden">{SPEAKERS[kind]}: </span>
          {lines.map(({ text }) => visible(text)).join("\n")}
        </span>
      </li>
    </>
  );
}
