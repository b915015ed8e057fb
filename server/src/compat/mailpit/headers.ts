import { headerFields } from "../../mail/header.ts";
import type { Mail } from "../../mail/mail.ts";
import { hiddenRecipientsOf } from "./addresses.ts";

/**
 * The header fields by name, unfolded and not decoded. Names are spelled as Go spells them, `Message-Id`. Mailpit adds
 * to a message it stores a Return-Path, a Bcc field of the hidden recipients and, where it is missing, a Message-ID;
 * here they are added to the answer only.
 */
export function headersOf(mail: Mail, id: string): Record<string, string[]> {
  const headers = new Map<string, string[]>();
  const add = (key: string, value: string) => {
    const known = headers.get(key);
    if (known === undefined) headers.set(key, [value]);
    else known.push(value);
  };
  for (const { name, raw } of headerFields(mail)) add(goName(name), raw.replace(/\r?\n[ \t]+/g, " ").trim());
  const hidden = hiddenRecipientsOf(mail);
  if (hidden.length > 0) add("Bcc", hidden.map((to) => `<${to}>`).join(", "));
  if (!headers.has("Message-Id")) add("Message-Id", `<${id}@mailglass>`);
  if (!headers.has("Return-Path")) add("Return-Path", `<${mail.envelope.from.address}>`);
  return Object.fromEntries(headers);
}

const goName = (name: string) => name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
