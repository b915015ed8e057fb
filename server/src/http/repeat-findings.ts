import type { Finding } from "@mailglass/shared";
import { FindingList } from "../mail/findings/finding-list.ts";
import type { ThreadEntry } from "../mailbox/mailbox.ts";

/** Maximum number of messages that the finding names. */
const MAX_NAMED = 5;

/** Returns the finding that `others` have the same Message-ID as a message: it identifies exactly one (RFC 5322 §3.6.4). */
export function listRepeatFindings(others: readonly ThreadEntry[]): Finding[] {
  if (others.length === 0) return [];
  const named = others.slice(0, MAX_NAMED).map(({ handle }) => handle.id);
  const more = others.length > named.length ? ` and ${others.length - named.length} more` : "";
  const list = new FindingList();
  list.add("message-id-repeated", undefined, `${named.join(", ")}${more}`);
  return list.toArray();
}
