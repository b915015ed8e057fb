import { readHeaderFields } from "../../mail/header-fields.ts";
import type { Mail } from "../../mail/mail.ts";
import { readHiddenRecipients } from "./addresses.ts";

/**
 * Returns the header fields by name, unfolded and not decoded. Names are spelled as Go does, `Message-Id`. Mailpit
 * adds a Return-Path, a Bcc field with hidden recipients and a missing Message-ID to a message when it stores it;
 * here they are added to the response only.
 */
export function buildHeaders(mail: Mail, id: string): Record<string, string[]> {
  const headers = new Map<string, string[]>();
  const add = (key: string, value: string) => {
    const known = headers.get(key);
    if (known === undefined) headers.set(key, [value]);
    else known.push(value);
  };
  for (const { name, raw } of readHeaderFields(mail))
    add(canonicalizeName(name), raw.replace(/\r?\n[ \t]+/g, " ").trim());
  const hidden = readHiddenRecipients(mail);
  if (hidden.length > 0) add("Bcc", hidden.map((to) => `<${to}>`).join(", "));
  if (!headers.has("Message-Id")) add("Message-Id", `<${id}@mailglass>`);
  if (!headers.has("Return-Path")) add("Return-Path", `<${mail.envelope.from.address}>`);
  return Object.fromEntries(headers);
}

const canonicalizeName = (name: string) => name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
