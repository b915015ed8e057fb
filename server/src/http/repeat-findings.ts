import type { Finding } from "@mailglass/shared";
import { FindingList } from "../mail/findings/finding-list.ts";
import type { Mailbox, MessageHandle } from "../mailbox/mailbox.ts";

/** Maximum number of messages that the finding names. */
const MAX_NAMED = 5;

/** Finds whether other messages of the mailbox have the same Message-ID: it identifies exactly one (RFC 5322 §3.6.4). */
export async function listRepeatFindings(mailbox: Mailbox, message: MessageHandle): Promise<Finding[]> {
  const others = await mailbox.threads.findSameMessageId(message.id);
  if (others.length === 0) return [];
  const named = others.slice(0, MAX_NAMED).map(({ handle }) => handle.id);
  const more = others.length > named.length ? ` and ${others.length - named.length} more` : "";
  const list = new FindingList();
  list.add("message-id-repeated", undefined, `${named.join(", ")}${more}`);
  return list.toArray();
}
