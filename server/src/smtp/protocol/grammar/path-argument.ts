import type { BinaryString } from "../bytes/octets.ts";
import type { Path } from "../envelope.ts";
import type { WireFindingCode } from "../record/wire-findings.ts";
import { REPLIES } from "../replies.ts";
import type { Reply } from "../reply.ts";
import type { Extension } from "./extension.ts";
import { type ParameterError, parseParameters } from "./parameters.ts";
import { parsePath } from "./path.ts";

export interface PathArgument {
  readonly path: Path;
  readonly findings: readonly WireFindingCode[];
}

/**
 * Parses the argument of MAIL or RCPT: `FROM:<reverse-path> [parameters]`, `TO:<forward-path> [parameters]` (RFC 5321
 * §4.1.1.2, §4.1.1.3). Returns the refusal if it is malformed.
 */
export function parsePathArgument(
  argument: BinaryString,
  verb: "MAIL" | "RCPT",
  offers: (extension: Extension) => boolean,
): PathArgument | Reply {
  const syntaxReply = verb === "MAIL" ? REPLIES.mailSyntax : REPLIES.rcptSyntax;
  const word = verb === "MAIL" ? "FROM" : "TO";
  if (argument.slice(0, word.length).toUpperCase() !== word) return syntaxReply;
  const colon = skipBlanks(argument, word.length);
  if (argument[colon] !== ":") return syntaxReply;
  const start = skipBlanks(argument, colon + 1);
  if (start === argument.length) return syntaxReply;

  const parsed = parsePath(argument, start);
  if (parsed === undefined) return verb === "MAIL" ? REPLIES.badSender : REPLIES.badRecipient;
  if (parsed.end < argument.length && argument[parsed.end] !== " ") return syntaxReply;
  if (verb === "RCPT" && parsed.address === "") return REPLIES.badRecipient;
  const parameters = parseParameters(argument, parsed.end, verb, offers);
  if (!Array.isArray(parameters)) return toParameterRefusal(parameters);

  const hasBlanks = colon !== word.length || start !== colon + 1;
  return {
    path: { address: parsed.address, parameters },
    findings: hasBlanks ? ["blank-around-colon", ...parsed.findings] : parsed.findings,
  };
}

function skipBlanks(text: BinaryString, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at += 1;
  return at;
}

/** RFC 5321 §4.1.1.11: 555 for an unknown parameter, 501 for a malformed one. */
function toParameterRefusal(error: ParameterError): Reply {
  return error.type === "unknown"
    ? { code: 555, enhanced: "5.5.4", text: `Parameter ${error.keyword} not recognized` }
    : { code: 501, enhanced: "5.5.4", text: `Syntax: ${error.syntax}` };
}
