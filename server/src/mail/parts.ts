import { type Attachment, isRasterImage, type Part } from "@mailglass/shared";
import { type AttachedPart, entityDisposition, entityFilename } from "./classify-parts.ts";
import { readContentId } from "./content-id.ts";
import { getLibmime } from "./libmime.ts";
import { cacheView, type Mail } from "./mail.ts";
import { type Entity, locateInMessage } from "./mime-entity.ts";
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

/** Attached parts, and parts of the body that have a name. */
export const listAttachments: (mail: Mail) => readonly Attachment[] = cacheView((mail) => {
  const parsed = parseMail(mail);
  const { embedded, linked } = findPartReferences(parsed);
  return parsed.content.attached.map(({ entity, isBody }) => {
    const { number, type, size, contentId, filename, disposition } = toPart(parsed, entity);
    return {
      part: number,
      filename: filename ?? `part-${number}.${getLibmime().detectExtension(type)}`,
      type,
      size,
      contentId,
      inline: isBody || disposition === "inline" || embedded.has(entity) || linked.has(entity),
      inHtml: embedded.has(entity) && isRasterImage(type),
      inText: isBody,
    };
  });
});

/** Of each attachment, whether it is inline: as in `attachments`, without decoding them. Undefined where HTML that was not read may name them. */
export function areInline(read: ParsedMail): boolean[] | undefined {
  const { attached } = read.content;
  const isInline = ({ entity, isBody }: AttachedPart) => isBody || entityDisposition(entity) === "inline";
  if (attached.every((part) => isInline(part) || !isReferable(part.entity))) return attached.map(isInline);
  if (isHtmlCut(read)) return undefined;
  const { embedded, linked } = findPartReferences(read);
  return attached.map((part) => isInline(part) || embedded.has(part.entity) || linked.has(part.entity));
}

/** Whether only the beginning of the HTML was read. */
function isHtmlCut(read: ParsedMail): boolean {
  return read.content.html.some(({ entity }) => entity.end - entity.bodyStart > read.bodyLimitBytes);
}

/** Attached parts that a reader has to look for: neither text of the message nor shown in its place by the HTML. */
export function findUnshownEntities(parsed: ParsedMail): Entity[] {
  const attached = parsed.content.attached.flatMap(({ entity, isBody }) => (isBody ? [] : [entity]));
  if (!attached.some((entity) => isReferable(entity))) return attached;
  const { embedded } = findPartReferences(parsed);
  // What came with HTML that was not read to its end (RFC 2387) is taken to be shown further down.
  const isCut = isHtmlCut(parsed);
  return attached.filter((entity) => {
    const isRelated = entity.parent?.contentType.value === "multipart/related" && isReferable(entity);
    const isShown = embedded.has(entity) || (isCut && isRelated);
    return !(isShown && isRasterImage(entity.contentType.value));
  });
}

function toPart(parsed: ParsedMail, entity: Entity): Part {
  const { number, contentType, encoding, encodedIn, parent } = entity;
  const { start, bodyStart, end } = locateInMessage(entity);
  return {
    number,
    type: contentType.value,
    charset: contentType.parameters.get("charset") ?? null,
    encoding,
    disposition: entityDisposition(entity),
    filename: entityFilename(entity),
    contentId: readContentId(entity),
    size: parsed.decodedBytes(entity).length,
    start,
    body: bodyStart,
    end,
    parent: parent?.number ?? null,
    encodedIn: encodedIn?.number ?? null,
  };
}
