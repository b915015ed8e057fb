import { type Attachment, isRasterImage, type Part } from "@mailglass/shared";
import { readContentId } from "./content-id.ts";
import { attachedEntities, entityFilename, textEntities } from "./entity-roles.ts";
import { getLibmime } from "./libmime.ts";
import { cacheView, type Mail } from "./mail.ts";
import type { Entity } from "./mime-entity.ts";
import { type ParsedMail, parseMail } from "./parsed-mail.ts";
import { findPartReferences, isReferable } from "./part-references.ts";

/** All parts, the message itself first, then in the order of the source. */
export const listParts: (mail: Mail) => readonly Part[] = cacheView((mail) => {
  const parsed = parseMail(mail);
  return parsed.tree.entities.map((entity) => toPart(parsed, entity));
});

/** A part's bytes with the transfer encoding undone, and what it says of itself; undefined where there is none of that number. */
export function readPart(mail: Mail, number: string): { part: Part; bytes: Buffer } | undefined {
  const parsed = parseMail(mail);
  const entity = parsed.tree.entities.find((candidate) => candidate.number === number);
  return entity && { part: toPart(parsed, entity), bytes: parsed.decodedBytes(entity) };
}

/** Enclosed parts that are not the text of the message. */
export const listAttachments: (mail: Mail) => readonly Attachment[] = cacheView((mail) => {
  const parsed = parseMail(mail);
  const { embedded, linked } = findPartReferences(parsed);
  return attachedEntities(parsed.tree.entities).map((entity) => {
    const { number, type, size, contentId, filename, disposition } = toPart(parsed, entity);
    return {
      part: number,
      filename: filename ?? `part-${number}.${getLibmime().detectExtension(type)}`,
      type,
      size,
      contentId,
      inline: disposition === "inline" || embedded.has(entity) || linked.has(entity),
      inHtml: embedded.has(entity) && isRasterImage(type),
    };
  });
});

/** Of each enclosed part that is not the text of the message, whether it is inline: as in `attachments`, without decoding them. Undefined where HTML that was not read may name them. */
export function areInline(read: ParsedMail): boolean[] | undefined {
  const attached = attachedEntities(read.tree.entities);
  const isInline = (entity: Entity) => entity.disposition?.value === "inline";
  if (attached.every((entity) => isInline(entity) || !isReferable(read, entity))) return attached.map(isInline);
  if (isHtmlCut(read)) return undefined;
  const { embedded, linked } = findPartReferences(read);
  return attached.map((entity) => isInline(entity) || embedded.has(entity) || linked.has(entity));
}

/** Whether only the beginning of the HTML was read. */
function isHtmlCut(read: ParsedMail): boolean {
  return textEntities(read.tree.entities, "text/html").some(
    ({ bodyStart: body, end }) => end - body > read.bodyLimitBytes,
  );
}

/** Enclosed parts that a reader has to look for: neither text of the message nor shown in its place by the HTML. */
export function findUnshownEntities(parsed: ParsedMail): Entity[] {
  const attached = attachedEntities(parsed.tree.entities);
  if (!attached.some((entity) => isReferable(parsed, entity))) return attached;
  const { embedded } = findPartReferences(parsed);
  // What came with HTML that was not read to its end (RFC 2387) is taken to be shown further down.
  const isCut = isHtmlCut(parsed);
  return attached.filter((entity) => {
    const isRelated = entity.parent?.contentType.value === "multipart/related" && isReferable(parsed, entity);
    const isShown = embedded.has(entity) || (isCut && isRelated);
    return !(isShown && isRasterImage(entity.contentType.value));
  });
}

function toPart(parsed: ParsedMail, entity: Entity): Part {
  const { number, contentType, disposition, encoding, start, bodyStart: body, end, parent } = entity;
  return {
    number,
    type: contentType.value,
    charset: contentType.parameters.get("charset") ?? null,
    encoding,
    // An unknown disposition is to be treated as attachment (RFC 2183 §2.8).
    disposition: disposition === undefined ? null : disposition.value === "inline" ? "inline" : "attachment",
    filename: entityFilename(entity),
    contentId: readContentId(parsed, entity),
    size: parsed.decodedBytes(entity).length,
    start,
    body,
    end,
    parent: parent?.number ?? null,
  };
}
