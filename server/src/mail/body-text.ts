import libmime from "libmime";
import { decodeCharset } from "./charset.ts";
import { type Mail, view } from "./mail.ts";
import type { Entity } from "./mime-tree.ts";
import { mimeTree, textEntities } from "./parts.ts";
import { decodeTransfer } from "./transfer.ts";

/** Bytes of text that are decoded, of all parts of one type together; the parts can be had whole. */
const MAX_TEXT = 16 * 1024 * 1024;

/** The text parts, decoded, one below the other; null where there is none. */
export const bodyText: (mail: Mail) => string | null = view((mail) => joined(mail, "text/plain"));

/** The HTML parts, decoded and not sanitised, one below the other; null where there is none. */
export const bodyHtml: (mail: Mail) => string | null = view((mail) => joined(mail, "text/html"));

function joined(mail: Mail, type: "text/plain" | "text/html"): string | null {
  const raw = mail.raw();
  const texts: string[] = [];
  let left = MAX_TEXT;
  for (const entity of textEntities(mimeTree(mail).entities, raw, type)) {
    texts.push(entityText(raw, entity, left));
    left -= Math.min(left, entity.end - entity.body);
  }
  return texts.length === 0 ? null : texts.join("\n");
}

/** Text of an entity's body, of at most `limit` of its bytes. */
export function entityText(raw: Buffer, entity: Entity, limit: number): string {
  const body = raw.subarray(entity.body, Math.min(entity.end, entity.body + limit));
  const { parameters } = entity.contentType;
  const text = decodeCharset(decodeTransfer(body, entity.encoding), parameters.get("charset") ?? null);
  // RFC 3676: lines that end in a blank go on.
  if (parameters.get("format")?.toLowerCase() !== "flowed") return text;
  return libmime.decodeFlowed(text, parameters.get("delsp")?.toLowerCase() === "yes");
}
