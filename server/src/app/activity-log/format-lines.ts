import type { Finding, SessionSummary, TranscriptLine } from "@mailglass/shared";
import { toTerminalText } from "../../base/terminal-text.ts";
import { truncateText } from "../../base/truncate-text.ts";

/** Maximum characters of a subject, of an address, and of a sentence of a finding. */
const MAX_SUBJECT_LENGTH = 60;
const MAX_ADDRESS_LENGTH = 60;
const MAX_SENTENCE_LENGTH = 200;
/** Maximum number of codes that a line names. */
const MAX_CODES = 4;

/** What a line says about a message. */
export interface MessageActivity {
  /** Forward-paths of the envelope. */
  readonly recipients: readonly string[];
  /** Decoded; undefined if the message was too large to read for a line. */
  readonly subject: string | undefined;
  /** Bytes. */
  readonly size: number;
  /** Codes of the errors and warnings, the most important first. */
  readonly codes: readonly string[];
}

/** Formats `→ ann@example.com +2  "Subject"  1.2 kB  2 findings: bare-lf, date-missing`. */
export function formatMessageLine({ recipients, subject, size, codes }: MessageActivity): string {
  const [first = "nobody", ...others] = recipients;
  const to = `→ ${quoteText(first, MAX_ADDRESS_LENGTH)}${others.length > 0 ? ` +${others.length}` : ""}`;
  const title = subject === undefined ? [] : [`"${quoteText(subject, MAX_SUBJECT_LENGTH)}"`];
  return [to, ...title, formatSize(size), ...formatCodes(codes)].join("  ");
}

/** Formats a session that failed or was refused: its client, the refusal, and the finding that explains it. */
export function formatSessionLine(
  session: Pick<SessionSummary, "peer" | "helo" | "lastRefusal" | "messages">,
  findings: readonly Finding[],
): string {
  const name = session.helo === "" ? "" : ` (${quoteText(session.helo, MAX_ADDRESS_LENGTH)})`;
  const outcome =
    session.lastRefusal === ""
      ? "closed without a message"
      : `refused: ${quoteText(session.lastRefusal, MAX_SENTENCE_LENGTH)}`;
  const [cause] = sortByImportance(findings);
  const reason = cause === undefined ? [] : [`${cause.code}: ${quoteText(cause.text, MAX_SENTENCE_LENGTH)}`];
  return [`✗ ${toTerminalText(session.peer.address)}${name}`, outcome, ...reason].join("  ");
}

/** Formats `   12.3 ms  C: EHLO shop.local`. */
export function formatTranscriptLine({ at, kind, text }: TranscriptLine): string {
  const sign = { client: "C: ", server: "S: ", data: "C: ", tls: "", fault: "", close: "" }[kind];
  return `${at.toFixed(1).padStart(9)} ms  ${sign}${toTerminalText(text)}`;
}

/** Returns findings before their consequences, and errors before warnings before infos. */
export function sortByImportance(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ because, severity }: Finding) =>
    (because === null ? 0 : 3) + { error: 0, warning: 1, info: 2 }[severity];
  return findings.toSorted((one, other) => rank(one) - rank(other));
}

function formatCodes(codes: readonly string[]): readonly string[] {
  if (codes.length === 0) return [];
  const named = codes.slice(0, MAX_CODES).join(", ");
  const more = codes.length > MAX_CODES ? ", …" : "";
  return [`${codes.length} finding${codes.length === 1 ? "" : "s"}: ${named}${more}`];
}

/** Formats bytes in decimal units: `812 B`, `1.2 kB`, `34 MB`. */
function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [amount, unit] = bytes < 999_500 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}

const quoteText = (text: string, length: number): string => toTerminalText(truncateText(text, length));
