import type { MessageSummary } from "@mailglass/shared";
import { headerFields } from "../../mail/header.ts";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { hiddenRecipients } from "./message.ts";

/**
 * The header fields by name, unfolded and not decoded. Names are spelled as Go spells them, `Message-Id`. Mailpit adds
 * to a message it stores a Return-Path, a Bcc field of the hidden recipients and, where it is missing, a Message-ID;
 * here they are added to the answer only.
 */
export function headersOf(message: StoredMessage, summary: MessageSummary): Record<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const { name, raw } of headerFields(message)) {
    const key = goName(name);
    headers.set(key, [...(headers.get(key) ?? []), raw.replace(/\r?\n[ \t]+/g, " ").trim()]);
  }
  const hidden = hiddenRecipients(summary);
  if (hidden.length > 0) headers.set("Bcc", [...(headers.get("Bcc") ?? []), hidden.map((to) => `<${to}>`).join(", ")]);
  if (!headers.has("Message-Id")) headers.set("Message-Id", [`<${message.id}@mailglass>`]);
  if (!headers.has("Return-Path")) headers.set("Return-Path", [`<${message.envelope.from.address}>`]);
  return Object.fromEntries(headers);
}

const goName = (name: string) => name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
