import type { Finding } from "@mailglass/shared";
import type { Mailbox, MessageHandle } from "../mailbox/mailbox.ts";

/** Maximum number of messages that the finding names. */
const MAX_NAMED = 5;

/** Finds whether other messages of the mailbox have the same Message-ID: it identifies exactly one (RFC 5322 §3.6.4). */
export async function listRepeatFindings(mailbox: Mailbox, message: MessageHandle): Promise<Finding[]> {
  const others = await mailbox.threads.findSameMessageId(message.id);
  if (others.length === 0) return [];
  const named = others.slice(0, MAX_NAMED).map(({ handle }) => handle.id);
  const more = others.length > named.length ? ` and ${others.length - named.length} more` : "";
  return [createRepeatFinding(`${named.join(", ")}${more}`)];
}

function createRepeatFinding(ids: string): Finding {
  return {
    code: "message-id-repeated",
    severity: "warning",
    rfc: "RFC 5322 §3.6.4",
    where: { in: "message" },
    text: `Another message here has the same Message-ID: ${ids}`,
    fix: "Create a new Message-ID for every message, or leave it out, so that the library creates one",
    count: 1,
  };
}
