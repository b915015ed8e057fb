import { isAscii } from "node:buffer";
import type { Finding } from "@mailglass/shared";
import type { ParsedMail } from "../parsed-mail.ts";

const HEADER_CODES: ReadonlySet<string> = new Set(["eight-bit-header", "header-not-utf8", "eight-bit-parameter"]);

/** Names the header as the cause of 8-bit data that MAIL did not declare, if no body has any. */
export function explainEightBit(findings: readonly Finding[], parsed: ParsedMail): readonly Finding[] {
  const cause = findings.find(({ code }) => HEADER_CODES.has(code))?.code;
  const isUndeclared = findings.some(({ code }) => code === "eight-bit-without-8bitmime");
  if (cause === undefined || !isUndeclared || !areBodiesAscii(parsed)) return findings;
  return findings.map((finding) =>
    finding.code === "eight-bit-without-8bitmime" ? { ...finding, because: cause } : finding,
  );
}

function areBodiesAscii({ tree }: ParsedMail): boolean {
  return tree.entities.every(
    ({ source, bodyStart, end, children, encodedIn }) =>
      children.length > 0 || encodedIn !== null || isAscii(source.subarray(bodyStart, end)),
  );
}
