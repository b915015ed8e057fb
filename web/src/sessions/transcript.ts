import type { TranscriptLine } from "@mailglass/shared";

/** A line of the conversation with the time since the one before it. */
export interface TimedLine extends TranscriptLine {
  /** Milliseconds since the line before; 0 for the first. */
  readonly gap: number;
  /** Lines that were left out before this one. */
  readonly skipped: number;
}

/** The transcript with what can be seen between its lines: waiting, and lines that were dropped. */
export function timeLines(transcript: readonly TranscriptLine[]): TimedLine[] {
  return transcript.map((line, at) => {
    const before = transcript[at - 1];
    return {
      ...line,
      gap: before ? Math.max(0, line.at - before.at) : 0,
      skipped: before ? line.number - before.number - 1 : 0,
    };
  });
}

/** From this on a pause is told, in milliseconds: shorter ones are what every conversation has. */
export const PAUSE = 5;
/** From this on it is what makes a mail slow. */
export const LONG_PAUSE = 200;

/** Whether a reply is a refusal: 4yz or 5yz (RFC 5321 §4.2.1). */
export function isRefusal({ kind, text }: TranscriptLine): boolean {
  return kind === "server" && /^[45]\d\d/.test(text);
}
