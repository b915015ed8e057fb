import type { Session, TranscriptLine } from "@mailglass/shared";
import { formatSpan } from "../model/format.ts";

/** What one side said in one go, with the time since what was said before. */
export interface Utterance {
  /** More than one for a reply of several lines (RFC 5321 §4.2.1). */
  readonly lines: readonly TranscriptLine[];
  readonly first: TranscriptLine;
  /** Milliseconds since the line before; 0 for the first. */
  readonly gap: number;
  /** Lines that were left out before this one. */
  readonly skipped: number;
}

/** From this on a pause is told, in milliseconds: shorter ones are what every conversation has. */
export const PAUSE = 5;
/** From this on it is what makes a mail slow. */
export const LONG_PAUSE = 200;

/** The transcript as a conversation: the lines of a reply together, and what can be seen between: waiting, and what was dropped. */
export function utterances(transcript: readonly TranscriptLine[]): Utterance[] {
  const said: { lines: TranscriptLine[]; first: TranscriptLine; gap: number; skipped: number }[] = [];
  let before: TranscriptLine | undefined;
  for (const line of transcript) {
    const gap = before ? Math.max(0, line.at - before.at) : 0;
    const skipped = before ? line.number - before.number - 1 : 0;
    const last = said.at(-1);
    const goesOn = before && last && isContinued(before) && line.kind === "server" && gap < PAUSE && skipped === 0;
    if (goesOn) last.lines.push(line);
    else said.push({ lines: [line], first: line, gap, skipped });
    before = line;
  }
  return said;
}

/** `250-` says that another line of the same reply comes; `250 ` is the last. */
function isContinued({ kind, text }: TranscriptLine): boolean {
  return kind === "server" && /^\d{3}-/.test(text);
}

/** Whether a reply is a refusal: 4yz or 5yz. */
export function isRefusal({ kind, text }: TranscriptLine): boolean {
  return kind === "server" && /^[45]\d\d/.test(text);
}

const MARKS = { client: "C:", server: "S:", data: "C:", tls: "TLS", fault: "Fault", close: "End" } as const;

/** The conversation as RFCs print them, with the time of each line, for a bug report. */
export function transcriptText({ peer, transcript }: Pick<Session, "peer" | "transcript">): string {
  const said = utterances(transcript).flatMap(({ lines, skipped }) => [
    ...(skipped > 0 ? [`(${skipped} lines were left out here)`] : []),
    ...lines.map(({ at, kind, text }) => {
      const words = kind === "data" ? `(${text})` : text;
      return `${`+${formatSpan(at)}`.padStart(10)}  ${MARKS[kind]} ${words}`;
    }),
  ]);
  return `SMTP session with ${peer.address}\n${said.join("\n")}\n`;
}
