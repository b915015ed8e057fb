import type { BinaryString } from "../bytes/octets.ts";
import type { WireFindingCode } from "../record/wire-findings.ts";
import type { Reply } from "../reply.ts";

/** Why an argument of MAIL or RCPT was refused. `fix` replaces the advice of the finding. */
export interface PathMistake {
  readonly code: WireFindingCode;
  readonly fix?: string | undefined;
}

const ADDRESS = String.raw`[^<>"\s@]+@[^<>"\s@]+`;
/** Words that are no parameter: `Ann Example`, but neither SIZE=1 nor SMTPUTF8. */
const NAME = String.raw`(?:"[^"]*"|(?!SMTPUTF8|REQUIRETLS)[A-Z\x80-\xff][^\s=<>@]*[a-z\x80-\xff][^=<>@]*)`;

const MISTAKES: readonly (PathMistake & { readonly pattern: RegExp })[] = [
  {
    code: "bad-local-part",
    pattern: new RegExp(String.raw`^<<${ADDRESS}>>`),
    fix: "Write the address in one pair of angle brackets; the library adds them",
  },
  // Ann Example ann@example.com, ann@example.com <ann@example.com>, Shop: Sales <ann@example.com>
  {
    code: "display-name-in-path",
    pattern: new RegExp(String.raw`^[^<>\s][^<>]*(?:\s${ADDRESS}|<${ADDRESS}>)$`),
  },
  // <ann@example.com> Ann Example
  { code: "display-name-in-path", pattern: new RegExp(String.raw`^(?:<${ADDRESS}>|${ADDRESS})\s+${NAME}$`) },
  {
    code: "missing-angle-brackets",
    pattern: new RegExp(String.raw`^<${ADDRESS}(?:\s|$)`),
    fix: "Write > after the address",
  },
];

/** Returns what follows the colon; undefined if there is none. */
const pathOf = (argument: BinaryString): BinaryString | undefined =>
  /^(?:FROM|TO)[ \t]*:[ \t]*(.*)$/is.exec(argument)?.[1];

/** Explains an argument of MAIL or RCPT that was refused because of its syntax; undefined if it is another mistake. */
export function explainPathMistake(argument: BinaryString): PathMistake | undefined {
  const path = pathOf(argument);
  return path === undefined ? undefined : MISTAKES.find(({ pattern }) => pattern.test(path));
}

/** Explains any other argument of MAIL or RCPT that was refused because of its syntax. */
export function explainMalformedPath(argument: BinaryString, refusal: Reply): PathMistake {
  return { code: "command-malformed", fix: fixMalformedPath(argument, refusal) };
}

function fixMalformedPath(argument: BinaryString, refusal: Reply): string | undefined {
  const path = pathOf(argument);
  if (path === undefined) {
    const [, word] = /^(FROM|TO)\s/i.exec(argument) ?? [];
    return word && `Write a colon after ${word.toUpperCase()}`;
  }
  if (path === "") return "Write the address after the colon; check for a variable that is empty";
  if (refusal.code === 555) return "Use only parameters of extensions that the reply to EHLO lists";
  return />[ \t]*[,;][ \t]*</.test(path) ? "Send one RCPT TO for each address" : undefined;
}
