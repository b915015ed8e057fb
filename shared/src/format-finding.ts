import type { Finding } from "./finding.ts";

const INDENT = " ".repeat(9);

/** Formats a finding as lines of text: what is wrong, how to fix it, and the fix as code if there is some. */
export function formatFinding({
  code,
  severity,
  rfc,
  text,
  fix,
  count,
  because,
  snippet,
}: Omit<Finding, "group" | "places">): string[] {
  const times = count > 1 ? `, ${count} times` : "";
  const cause = because === null ? "" : `, because of ${because}`;
  return [
    `${severity.padEnd(INDENT.length)}${code} (${rfc})${times}${cause}: ${text}`,
    `${INDENT}Fix: ${fix}.`,
    ...(snippet === undefined ? [] : [`${INDENT}${snippet.language}, ${snippet.library}:`]),
    ...(snippet?.code.split("\n").map((line) => `${INDENT}  ${line}`) ?? []),
  ];
}
