import type { BinaryString } from "../bytes/octets.ts";

export const VERBS = [
  "EHLO",
  "HELO",
  "LHLO",
  "MAIL",
  "RCPT",
  "DATA",
  "BDAT",
  "RSET",
  "NOOP",
  "QUIT",
  "VRFY",
  "EXPN",
  "HELP",
  "STARTTLS",
  "AUTH",
] as const;

export type Verb = (typeof VERBS)[number];

const VERB_BY_NAME: ReadonlyMap<string, Verb> = new Map(VERBS.map((verb) => [verb, verb]));

export interface Command {
  readonly verb: Verb;
  /** The text after the verb and one space, without trailing blanks. */
  readonly argument: BinaryString;
  /** The line has spaces or tabs at its end. */
  readonly hasTrailingBlank: boolean;
}

/** Parses a command line without its line end. The verb may be in any case (RFC 5321 §2.4). Returns undefined if it is unknown. */
export function parseCommand(line: BinaryString): Command | undefined {
  const end = endWithoutBlanks(line);
  const space = line.indexOf(" ");
  const verbEnd = space === -1 || space > end ? end : space;
  const name = line.slice(0, verbEnd);
  const verb = VERB_BY_NAME.get(name) ?? VERB_BY_NAME.get(name.toUpperCase());
  if (verb === undefined) return undefined;
  return { verb, argument: verbEnd === end ? "" : line.slice(verbEnd + 1, end), hasTrailingBlank: end !== line.length };
}

function endWithoutBlanks(line: BinaryString): number {
  let end = line.length;
  while (end > 0 && (line[end - 1] === " " || line[end - 1] === "\t")) end -= 1;
  return end;
}

/** Octets that extensions add to the 512 of a command line. */
const EXTENSION_OCTETS: Partial<Record<Verb, number>> = {
  // SIZE 26 (RFC 1870 §3), BODY 17 (RFC 6152 §2), SMTPUTF8 10 + 450 (RFC 6531 §3.1), DSN 500 (RFC 3461 §4), AUTH 500 (RFC 4954
  // §3), REQUIRETLS 11 (RFC 8689 §3), MT-PRIORITY 15 (RFC 6710 §3), HOLDFOR 34 (RFC 4865 §4), BY 17 (RFC 2852 §3)
  MAIL: 26 + 17 + 460 + 500 + 500 + 11 + 15 + 34 + 17,
  RCPT: 500 + 460,
  VRFY: 460,
  EXPN: 460,
};

/** Maximum length of an AUTH command or response, including CRLF (RFC 4954 §4). */
export const MAX_AUTH_LINE_OCTETS = 12_288;

/** Maximum length of a command line, including CRLF. `base` is the maximum without extensions. */
export function maxCommandLineOctets(verb: Verb, base: number): number {
  return verb === "AUTH" ? Math.max(MAX_AUTH_LINE_OCTETS, base) : base + (EXTENSION_OCTETS[verb] ?? 0);
}
