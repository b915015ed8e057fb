import type { MessageSession, Session, TranscriptLine } from "@mailglass/shared";
import { formatDuration } from "../model/format.ts";

/** Consecutive lines of one side, with the time since the previous line. */
export interface TranscriptTurn {
  /** Several lines for a multi-line reply (RFC 5321 §4.2.1), or for a group of pipelined commands (RFC 2920). */
  readonly lines: readonly TranscriptLine[];
  readonly first: TranscriptLine;
  /** Milliseconds since the previous line; 0 for the first. */
  readonly gapMs: number;
  /** Lines omitted before this one. */
  readonly skipped: number;
}

/** Pauses from this length in milliseconds are shown; shorter ones occur in every conversation. */
export const PAUSE_MS = 5;
/** Pauses from this length noticeably slow down a mail. */
export const LONG_PAUSE_MS = 200;

/**
 * Groups the transcript into turns, with the pauses and omitted lines between them. Commands that were pipelined are one turn before
 * their replies, because they arrived before them.
 */
export function groupTranscript(transcript: readonly TranscriptLine[]): TranscriptTurn[] {
  const turns: { lines: TranscriptLine[]; first: TranscriptLine; gapMs: number; skipped: number }[] = [];
  let before: TranscriptLine | undefined;
  let group: { lines: TranscriptLine[] } | undefined;
  for (const line of transcript) {
    const gapMs = before ? Math.max(0, line.at - before.at) : 0;
    const skipped = before ? line.number - before.number - 1 : 0;
    const last = turns.at(-1);
    const isContinuation =
      before && last && isContinuationReply(before) && line.kind === "server" && gapMs < PAUSE_MS && skipped === 0;
    const isInstantData = before?.kind === "data" && line.kind === "data" && gapMs < PAUSE_MS;
    if (skipped > 0) group = undefined;
    if (line.pipelined === true && group !== undefined) group.lines.push(line);
    else if (isContinuation) last.lines.push(line);
    // Where a message begins is of interest only if its data took time.
    else if (isInstantData && last !== undefined) last.lines = [line];
    else {
      const turn = { lines: [line], first: line, gapMs, skipped };
      turns.push(turn);
      if (line.kind === "client") group = turn;
    }
    before = line;
  }
  return turns;
}

/** The lines of a transaction: numbers of the first and the last. */
export type LineRange = NonNullable<MessageSession["transaction"]>;

/** What of a turn belongs to a transaction: its lines, or only some of those that were omitted before it. */
export function findOwnLines(
  { lines, first, skipped }: TranscriptTurn,
  own: LineRange | null,
): "shown" | "omitted" | null {
  if (own === null) return null;
  if (lines.some(({ number }) => number >= own.first && number <= own.last)) return "shown";
  return own.last < first.number && own.last >= first.number - skipped ? "omitted" : null;
}

/** Returns where the message is in the session if this needs to be shown: if others were sent in it. */
export function rangeAmongOthers({
  transcript,
  messages,
  transaction,
}: Pick<MessageSession, "transcript" | "messages" | "transaction">): LineRange | null {
  if (transaction === null) return null;
  const { first, last } = transaction;
  const isOther = ({ kind, number, text }: TranscriptLine) =>
    kind === "client" && /^mail\b/i.test(text) && (number < first || number > last);
  return messages > 1 || transcript.some(isOther) ? transaction : null;
}

/** `250-` means that another line of the same reply follows; `250 ` is the last line. */
function isContinuationReply({ kind, text }: TranscriptLine): boolean {
  return kind === "server" && /^\d{3}-/.test(text);
}

/** Returns whether a line is a refusal: 4yz or 5yz. */
export function isRefusal({ kind, text }: TranscriptLine): boolean {
  return kind === "server" && /^[45]\d\d/.test(text);
}

const LINE_PREFIXES = { client: "C:", server: "S:", data: "C:", tls: "TLS", fault: "Fault", close: "End" } as const;

/** Formats the conversation as in RFCs, with the time of each line, for a bug report. */
export function formatTranscript({ peer, transcript }: Pick<Session, "peer" | "transcript">): string {
  const texts = groupTranscript(transcript).flatMap(({ lines, skipped }) => [
    ...(skipped > 0 ? [`(${skipped} lines omitted)`] : []),
    ...lines.map(({ at, kind, text }) => {
      const words = kind === "data" ? `(${text})` : text;
      return `${`+${formatDuration(at)}`.padStart(10)}  ${LINE_PREFIXES[kind]} ${words}`;
    }),
  ]);
  return `SMTP session with ${peer.address}\n${texts.join("\n")}\n`;
}
