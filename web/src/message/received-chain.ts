import type { HeaderField } from "@mailglass/shared";

/** One Received: field (RFC 5321 §4.4), oldest first, with the time since the one before. */
export interface ReceivedHop {
  readonly from: string;
  readonly by: string;
  readonly with: string;
  /** Milliseconds since the epoch; null where the date cannot be read. */
  readonly at: number | null;
  /** Milliseconds since the hop before; null where one of the two is not known. */
  readonly delay: number | null;
}

/** The way of the message: every server writes its field on top, so the last one is the first hop. */
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

/** The word after `from`, `by` or `with`, where it stands outside of a comment. */
function findClause(value: string, name: string): string {
  const bare = value.replace(/\([^()]*\)/g, " ");
  return new RegExp(`(?:^|\\s)${name}\\s+([^\\s;]+)`, "i").exec(bare)?.[1] ?? "";
}

/** The date stands after the last semicolon. */
function parseReceivedDate(value: string): number | null {
  const at = Date.parse(value.slice(value.lastIndexOf(";") + 1).replace(/\([^()]*\)/g, ""));
  return Number.isNaN(at) || !value.includes(";") ? null : at;
}
