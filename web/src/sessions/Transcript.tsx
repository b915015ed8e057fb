import type { Session } from "@mailglass/shared";
import { Fragment, type ReactNode, useEffect, useMemo, useRef } from "react";
import { routeTo } from "../data/router.ts";
import { formatCount, formatDuration } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { Button } from "../ui/Button.tsx";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";
import { Copy } from "../ui/icons.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";
import {
  findOwnLines,
  formatTranscript,
  groupTranscript,
  isRefusal,
  type LineRange,
  LONG_PAUSE_MS,
  PAUSE_MS,
  type TranscriptTurn,
} from "./group-transcript.ts";
import "./transcript.css";

const KIND_NAMES = {
  client: "Client",
  server: "Server",
  data: "Data",
  tls: "TLS",
  fault: "Fault",
  close: "End",
} as const;

interface TranscriptProps {
  session: Session;
  /** The line to mark and to scroll to. */
  line: number | null;
  /** The lines of the message whose session it is. It scrolls there if there is no `line`. */
  own: LineRange | null;
}

/** The conversation as a chat: client on the left, server on the right, with the pauses between them. */
export function Transcript({ session, line, own }: TranscriptProps) {
  const turns = useMemo(() => groupTranscript(session.transcript), [session.transcript]);
  const firstOwn = turns.find((turn) => findOwnLines(turn, own) !== null);
  return (
    <ol className="transcript" aria-label="SMTP conversation" data-testid="transcript">
      {turns.map((turn) => (
        <Fragment key={turn.first.number}>
          {turn.skipped > 0 && <li className="transcript-note">{formatCount(turn.skipped)} lines omitted</li>}
          {turn.gapMs >= PAUSE_MS && <Pause ms={turn.gapMs} />}
          {turn === firstOwn && (
            <OwnHeading isScrolledTo={line === null}>
              {own === null || findOwnLines(turn, own) === "omitted" ? (
                "The lines of this message were omitted."
              ) : (
                <>
                  This message
                  <CopyOwnButton session={session} own={own} />
                </>
              )}
            </OwnHeading>
          )}
          <TranscriptTurnItem
            turn={turn}
            marked={turn.lines.some(({ number }) => number === line)}
            own={findOwnLines(turn, own) === "shown"}
          />
        </Fragment>
      ))}
      {session.closedAt === null && <li className="transcript-note">The session is still open.</li>}
    </ol>
  );
}

function OwnHeading({ isScrolledTo, children }: { isScrolledTo: boolean; children: ReactNode }) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isScrolledTo) item.current?.scrollIntoView({ block: "start" });
  }, [isScrolledTo]);
  return (
    <li ref={item} className="transcript-own" data-testid="own-transaction">
      {children}
    </li>
  );
}

function CopyOwnButton({ session: { peer, transcript }, own }: { session: Session; own: LineRange }) {
  const lines = transcript.filter(({ number }) => number >= own.first && number <= own.last);
  return (
    <Button
      size="small"
      kind="plain"
      aria-label="Copy the lines of this message"
      onClick={() => void copyToClipboard(formatTranscript({ peer, transcript: lines }), "Lines of this message")}
    >
      <Copy size={13} /> Copy
    </Button>
  );
}

function TranscriptTurnItem({ turn, marked, own }: { turn: TranscriptTurn; marked: boolean; own: boolean }) {
  const { lines, first } = turn;
  const { number, kind, at } = first;
  const bytes = lines.reduce((sum, line) => sum + line.bytes, 0);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (marked) item.current?.scrollIntoView({ block: "center" });
  }, [marked]);
  return (
    <li
      ref={item}
      className="transcript-turn"
      data-kind={kind}
      data-refusal={isRefusal(first) ? "" : undefined}
      data-marked={marked ? "" : undefined}
      data-own={own ? "" : undefined}
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
  );
}

function Pause({ ms }: { ms: number }) {
  return (
    <li className="transcript-pause" data-long={ms >= LONG_PAUSE_MS ? "" : undefined}>
      {formatDuration(ms)}
    </li>
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
