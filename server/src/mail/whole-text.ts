import { bodyHtml, bodyText, MAX_TEXT } from "./body-text.ts";
import { textEntities } from "./entities.ts";
import type { Mail } from "./mail.ts";
import { reading } from "./reading.ts";

/**
 * All text of one type in UTF-8, in pieces; null where there is none. Where it is longer than other views read, lines of
 * format=flowed (RFC 3676) stay as they are.
 */
export function wholeText(mail: Mail, type: "text/plain" | "text/html"): Uint8Array[] | null {
  const read = reading(mail);
  const entities = textEntities(read.tree.entities, type);
  const bytes = entities.reduce((sum, entity) => sum + read.bytes(entity).length, 0);
  if (bytes <= MAX_TEXT) {
    const text = type === "text/plain" ? bodyText(mail) : bodyHtml(mail);
    return text === null ? null : [new TextEncoder().encode(text)];
  }
  return entities.map((entity, index) =>
    new TextEncoder().encode(`${index > 0 ? "\n" : ""}${read.textOf(entity, Number.POSITIVE_INFINITY)}`),
  );
}
