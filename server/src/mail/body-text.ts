import { textEntities } from "./entity-roles.ts";
import { getLibmime } from "./libmime.ts";
import { cacheView, type Mail } from "./mail.ts";
import { parseMail } from "./parsed-mail.ts";

/** Bytes of text that are decoded, of all parts of one type together. `wholeText` has all of it. */
export const MAX_BODY_TEXT_BYTES = 16 * 1024 * 1024;

/** The text parts, decoded, one below the other; null where there is none. */
export const readBodyText: (mail: Mail) => string | null = cacheView((mail) => joinTextParts(mail, "text/plain"));

/** The HTML parts, decoded and not sanitised, one below the other; null where there is none. */
export const readBodyHtml: (mail: Mail) => string | null = cacheView((mail) => joinTextParts(mail, "text/html"));

function joinTextParts(mail: Mail, type: "text/plain" | "text/html"): string | null {
  const parsed = parseMail(mail);
  const texts: string[] = [];
  let left = MAX_BODY_TEXT_BYTES;
  for (const entity of textEntities(parsed.tree.entities, type)) {
    texts.push(decodeFlowed(parsed.decodedText(entity, left), entity.contentType.parameters));
    left -= Math.min(left, parsed.decodedBytes(entity).length);
  }
  return texts.length === 0 ? null : texts.join("\n");
}

/** format=flowed (RFC 3676): lines that end in a blank go on. */
function decodeFlowed(text: string, parameters: ReadonlyMap<string, string>): string {
  if (parameters.get("format")?.toLowerCase() !== "flowed") return text;
  return getLibmime().decodeFlowed(text, parameters.get("delsp")?.toLowerCase() === "yes");
}
