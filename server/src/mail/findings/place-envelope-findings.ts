import { type Finding, type FindingPlace, MAX_FINDING_PLACES } from "@mailglass/shared";
import { toComparableAddress } from "../compare-addresses.ts";
import type { ParsedMail } from "../parsed-mail.ts";

/** Transcript lines of the session that delivered a message. */
export interface EnvelopeLines {
  /** The line of MAIL. */
  readonly mail: number;
  /** The line of RCPT of each recipient, as far as the transcript has it. */
  readonly rcpt: readonly { readonly address: string; readonly line: number }[];
}

/** Findings that compare the header with the reverse-path. */
const SENDER_FINDINGS: ReadonlySet<string> = new Set(["from-differs"]);

/** Adds the lines of MAIL and RCPT to the findings that compare the header with the envelope. */
export function placeEnvelopeFindings(
  findings: readonly Finding[],
  parsed: ParsedMail,
  lines: EnvelopeLines | undefined,
): readonly Finding[] {
  if (lines === undefined) return findings;
  return findings.map((finding) => {
    if (SENDER_FINDINGS.has(finding.code)) return addPlaces(finding, [lines.mail]);
    return finding.code === "recipient-not-in-header" ? addPlaces(finding, findUnnamedLines(parsed, lines)) : finding;
  });
}

/** Returns the lines of the recipients that To, Cc and Bcc do not name. */
function findUnnamedLines(parsed: ParsedMail, { rcpt }: EnvelopeLines): number[] {
  const named = new Set(
    ["to", "cc", "bcc"].flatMap((key) => parsed.addresses(key).map(({ address }) => toComparableAddress(address))),
  );
  return rcpt.filter(({ address }) => !named.has(toComparableAddress(address))).map(({ line }) => line);
}

/** A line replaces a place that only says that the finding concerns the message as a whole. */
function addPlaces(finding: Finding, lines: readonly number[]): Finding {
  if (lines.length === 0) return finding;
  const known = finding.places.filter((place) => place.in !== "message");
  const places: FindingPlace[] = [...known, ...lines.map((line) => ({ in: "transcript" as const, line }))];
  return { ...finding, places: places.slice(0, MAX_FINDING_PLACES), where: places[0] ?? finding.where };
}
