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

/** Explains an argument of MAIL or RCPT that was refused because of its syntax; undefined if it is another mistake. */
export function explainPathMistake(argument: BinaryString): PathMistake | undefined {
  const [, path] = /^(?:FROM|TO)[ \t]*:[ \t]*(.*)$/is.exec(argument) ?? [];
  return path === undefined ? undefined : MISTAKES.find(({ pattern }) => pattern.test(path));
}

/** Explains any other argument of MAIL or RCPT that was refused because of its syntax. */
export function explainMalformedPath(argument: BinaryString, refusal: Reply): PathMistake {
  const code = "command-malformed";
  const [, path] = /^(?:FROM|TO)[ \t]*:[ \t]*(.*)$/is.exec(argument) ?? [];
  if (path === undefined) {
    const [, word = "FROM"] = /^(FROM|TO)\b/i.exec(argument) ?? [];
    const isColonMissing = /^(?:FROM|TO)\s/i.test(argument);
    return { code, fix: isColonMissing ? `Write a colon after ${word.toUpperCase()}` : undefined };
  }
  if (path === "") return { code, fix: "Write the address after the colon; check for a variable that is empty" };
  if (refusal.code === 555) return { code, fix: "Use only parameters of extensions that the reply to EHLO lists" };
  if (/>[ \t]*[,;][ \t]*</.test(path)) return { code, fix: "Send one RCPT TO for each address" };
  return { code, fix: undefined };
}
