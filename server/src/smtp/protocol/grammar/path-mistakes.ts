import type { BinaryString } from "../bytes/octets.ts";
import type { WireFindingCode } from "../record/wire-findings.ts";

/** Why an argument of MAIL or RCPT was refused. `fix` replaces the advice of the finding. */
export interface PathMistake {
  readonly code: WireFindingCode;
  readonly fix?: string;
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

/** Explains an argument of MAIL or RCPT that was refused because of its syntax; undefined where only the reply says why. */
export function explainPathMistake(argument: BinaryString): PathMistake | undefined {
  const [, path] = /^(?:FROM|TO)[ \t]*:[ \t]*(.*)$/is.exec(argument) ?? [];
  return path === undefined ? undefined : MISTAKES.find(({ pattern }) => pattern.test(path));
}
