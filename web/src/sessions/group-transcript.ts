import type { Session, TranscriptLine } from "@mailglass/shared";
import { formatDuration } from "../model/format.ts";

/** What one side said in one go, with the time since what was said before. */
export interface TranscriptTurn {
  /** More than one for a reply of several lines (RFC 5321 §4.2.1). */
  readonly lines: readonly TranscriptLine[];
  readonly first: TranscriptLine;
  /** Milliseconds since the line before; 0 for the first. */
  readonly gapMs: number;
  /** Lines that were left out before this one. */
  readonly skipped: number;
}

/** From this on a pause is told, in milliseconds: shorter ones are what every conversation has. */
export const PAUSE_MS = 5;
/** From this on it is what makes a mail slow. */
export const LONG_PAUSE_MS = 200;

/** The transcript as a conversation: the lines of a reply together, and what can be seen between: waiting, and what was dropped. */
export function groupTranscript(transcript: readonly TranscriptLine[]): TranscriptTurn[] {
  const turns: { lines: TranscriptLine[]; first: TranscriptLine; gapMs: number; skipped: number }[] = [];
  let before: TranscriptLine | undefined;
  for (const line of transcript) {
    const gapMs = before ? Math.max(0, line.at - before.at) : 0;
    const skipped = before ? line.number - before.number - 1 : 0;
    const last = turns.at(-1);
    const isContinuation =
      before && last && isContinuationReply(before) && line.kind === "server" && gapMs < PAUSE_MS && skipped === 0;
    if (isContinuation) last.lines.push(line);
    else turns.push({ lines: [line], first: line, gapMs, skipped });
    before = line;
  }
  return turns;
}

/** `250-` says that another line of the same reply comes; `250 ` is the last. */
function isContinuationReply({ kind, text }: TranscriptLine): boolean {
  return kind === "server" && /^\d{3}-/.test(text);
}

/** Whether a reply is a refusal: 4yz or 5yz. */
export function isRefusal({ kind, text }: TranscriptLine): boolean {
  return kind === "server" && /^[45]\d\d/.test(text);
}

const LINE_PREFIXES = { client: "C:", server: "S:", data: "C:", tls: "TLS", fault: "Fault", close: "End" } as const;

/** The conversation as RFCs print them, with the time of each line, for a bug report. */
export function formatTranscript({ peer, transcript }: Pick<Session, "peer" | "transcript">): string {
  const said = groupTranscript(transcript).flatMap(({ lines, skipped }) => [
    ...(skipped > 0 ? [`(${skipped} lines were left out here)`] : []),
    ...lines.map(({ at, kind, text }) => {
      const words = kind === "data" ? `(${text})` : text;
      return `${`+${formatDuration(at)}`.padStart(10)}  ${LINE_PREFIXES[kind]} ${words}`;
    }),
  ]);
  return `SMTP session with ${peer.address}\n${said.join("\n")}\n`;
}
