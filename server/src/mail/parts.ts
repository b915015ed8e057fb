import { type Attachment, decodePercent, isPicture, type Part } from "@mailglass/shared";
import { attachedEntities, filenameOf, textEntities } from "./entities.ts";
import { textOf } from "./header.ts";
import { libmime } from "./libmime.ts";
import { type Mail, view } from "./mail.ts";
import type { Entity } from "./mime-tree.ts";
import { type Reading, reading } from "./reading.ts";

/** All parts, the message itself first, then in the order of the source. */
export const parts: (mail: Mail) => readonly Part[] = view((mail) => {
  const read = reading(mail);
  return read.tree.entities.map((entity) => partOf(read, entity));
});

/** A part's bytes with the transfer encoding undone, and what it says of itself; undefined where there is none of that number. */
export function partBytes(mail: Mail, number: string): { part: Part; bytes: Buffer } | undefined {
  const read = reading(mail);
  const entity = read.tree.entities.find((candidate) => candidate.number === number);
  return entity && { part: partOf(read, entity), bytes: read.bytes(entity) };
}

/** Enclosed parts that are not the text of the message. */
export const attachments: (mail: Mail) => readonly Attachment[] = view((mail) => {
  const read = reading(mail);
  const named = contentIdsInHtml(read);
  return attachedEntities(read.tree.entities).map((entity) => {
    const { number, type, size, contentId, filename, disposition } = partOf(read, entity);
    const isNamed = contentId !== null && named.has(contentId);
    return {
      part: number,
      filename: filename ?? `part-${number}.${libmime().detectExtension(type)}`,
      type,
      size,
      contentId,
      inline: disposition === "inline" || isNamed,
      inHtml: isNamed && isPicture(type),
    };
  });
});

/** Of each enclosed part that is not the text of the message, whether it is inline: as in `attachments`, without decoding them. Undefined where HTML that was not read may name them. */
export function areInline(read: Reading): boolean[] | undefined {
  const attached = attachedEntities(read.tree.entities).map((entity) => ({
    contentId: contentIdOf(read, entity),
    isInline: entity.disposition?.value === "inline",
  }));
  const mayBeNamed = attached.some(({ contentId, isInline }) => contentId !== null && !isInline);
  if (mayBeNamed && isHtmlCut(read)) return undefined;
  const named = mayBeNamed ? contentIdsInHtml(read) : new Set();
  return attached.map(({ contentId, isInline }) => isInline || (contentId !== null && named.has(contentId)));
}

/** Whether only the beginning of the HTML was read. */
function isHtmlCut(read: Reading): boolean {
  return textEntities(read.tree.entities, "text/html").some(({ body, end }) => end - body > read.limit);
}

/** Enclosed parts that a reader has to look for: neither text of the message nor shown in its place by the HTML. */
export function unshownEntities(read: Reading): Entity[] {
  const attached = attachedEntities(read.tree.entities);
  if (attached.every((entity) => contentIdOf(read, entity) === null)) return attached;
  const named = contentIdsInHtml(read);
  // What came with HTML that was not read to its end (RFC 2387) is taken to be shown further down.
  const isCut = isHtmlCut(read);
  return attached.filter((entity) => {
    const contentId = contentIdOf(read, entity);
    const isRelated = entity.parent?.contentType.value === "multipart/related";
    const isNamed = contentId !== null && (named.has(contentId) || (isCut && isRelated));
    return !(isNamed && isPicture(entity.contentType.value));
  });
}

/** Bytes of HTML in which references to parts are looked for. */
const MAX_HTML = 4 * 1024 * 1024;

/** The Content-IDs that the HTML of a message refers to by cid: (RFC 2392), decoded. */
export function contentIdsInHtml(read: Reading): Set<string> {
  const found = new Set<string>();
  for (const entity of textEntities(read.tree.entities, "text/html")) {
    const html = read.textOf(entity, MAX_HTML);
    if (!html.includes("cid:")) continue;
    for (const [, id = ""] of html.matchAll(/["'(=]\s{0,9}cid:([^"'\s)>]{1,998})/g)) found.add(decodePercent(id));
  }
  return found;
}

/** Content-ID without its angle brackets; null where there is none. */
export function contentIdOf({ raw }: Reading, { header }: Entity): string | null {
  return textOf(raw, header, "content-id")?.replace(/^<|>$/g, "") || null;
}

function partOf(read: Reading, entity: Entity): Part {
  const { number, contentType, disposition, encoding, start, body, end, parent } = entity;
  return {
    number,
    type: contentType.value,
    charset: contentType.parameters.get("charset") ?? null,
    encoding,
    // An unknown disposition is to be treated as attachment (RFC 2183 §2.8).
    disposition: disposition === undefined ? null : disposition.value === "inline" ? "inline" : "attachment",
    filename: filenameOf(entity),
    contentId: contentIdOf(read, entity),
    size: read.bytes(entity).length,
    start,
    body,
    end,
    parent: parent?.number ?? null,
  };
}
