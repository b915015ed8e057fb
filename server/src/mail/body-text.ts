import { textEntities } from "./entities.ts";
import { libmime } from "./libmime.ts";
import { type Mail, view } from "./mail.ts";
import { reading } from "./reading.ts";

/** Bytes of text that are decoded, of all parts of one type together. `wholeText` has all of it. */
export const MAX_TEXT = 16 * 1024 * 1024;

/** The text parts, decoded, one below the other; null where there is none. */
export const bodyText: (mail: Mail) => string | null = view((mail) => joined(mail, "text/plain"));

/** The HTML parts, decoded and not sanitised, one below the other; null where there is none. */
export const bodyHtml: (mail: Mail) => string | null = view((mail) => joined(mail, "text/html"));

function joined(mail: Mail, type: "text/plain" | "text/html"): string | null {
  const read = reading(mail);
  const texts: string[] = [];
  let left = MAX_TEXT;
  for (const entity of textEntities(read.tree.entities, type)) {
    texts.push(unflow(read.textOf(entity, left), entity.contentType.parameters));
    left -= Math.min(left, read.bytes(entity).length);
  }
  return texts.length === 0 ? null : texts.join("\n");
}

/** format=flowed (RFC 3676): lines that end in a blank go on. */
function unflow(text: string, parameters: ReadonlyMap<string, string>): string {
  if (parameters.get("format")?.toLowerCase() !== "flowed") return text;
  return libmime().decodeFlowed(text, parameters.get("delsp")?.toLowerCase() === "yes");
}
