import type { HeaderField } from "@mailglass/shared";

/** One Received: field (RFC 5321 §4.4) with the delay since the previous hop, oldest first. */
export interface ReceivedHop {
  readonly from: string;
  readonly by: string;
  readonly with: string;
  /** Milliseconds since the epoch; null if the date is invalid. */
  readonly at: number | null;
  /** Milliseconds since the previous hop; null if one of the two is unknown. */
  readonly delay: number | null;
}

/** Returns the hops of a message. Each server adds its field at the top, so the last field is the first hop. */
export function parseReceivedChain(headers: readonly HeaderField[]): ReceivedHop[] {
  const hops: ReceivedHop[] = [];
  for (const { name, value } of headers.toReversed()) {
    if (name.toLowerCase() !== "received") continue;
    const at = parseReceivedDate(value);
    const before = hops.at(-1)?.at ?? null;
    hops.push({
      from: findClause(value, "from"),
      by: findClause(value, "by"),
      with: findClause(value, "with"),
      at,
      delay: at === null || before === null ? null : at - before,
    });
  }
  return hops;
}

/** Returns the word after `from`, `by` or `with`, outside of comments. */
function findClause(value: string, name: string): string {
  const bare = value.replace(/\([^()]*\)/g, " ");
  return new RegExp(`(?:^|\\s)${name}\\s+([^\\s;]+)`, "i").exec(bare)?.[1] ?? "";
}

/** The date follows the last semicolon. */
function parseReceivedDate(value: string): number | null {
  const at = Date.parse(value.slice(value.lastIndexOf(";") + 1).replace(/\([^()]*\)/g, ""));
  return Number.isNaN(at) || !value.includes(";") ? null : at;
}
