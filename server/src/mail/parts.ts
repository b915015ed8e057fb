import { type Attachment, decodePercent, isRasterImage, type Part } from "@mailglass/shared";
import { entityDisposition, entityFilename } from "./classify-parts.ts";
import { readFieldText } from "./header-fields.ts";
import { getLibmime } from "./libmime.ts";
import { cacheView, type Mail } from "./mail.ts";
import { type Entity, locateInMessage } from "./mime-entity.ts";
import { type ParsedMail, parseMail } from "./parsed-mail.ts";

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
  const referencedIds = findReferencedContentIds(parsed);
  return parsed.content.attached.map(({ entity, isBody }) => {
    const { number, type, size, contentId, filename, disposition } = toPart(parsed, entity);
    const isReferenced = contentId !== null && referencedIds.has(contentId);
    return {
      part: number,
      filename: filename ?? `part-${number}.${getLibmime().detectExtension(type)}`,
      type,
      size,
      contentId,
      inline: isBody || disposition === "inline" || isReferenced,
      inHtml: isReferenced && isRasterImage(type),
      inText: isBody,
    };
  });
});

/** Of each attachment, whether it is inline: as in `attachments`, without decoding them. Undefined where HTML that was not read may name them. */
export function areInline(read: ParsedMail): boolean[] | undefined {
  const attached = read.content.attached.map(({ entity, isBody }) => ({
    contentId: readContentId(entity),
    isInline: isBody || entityDisposition(entity) === "inline",
  }));
  const mayBeNamed = attached.some(({ contentId, isInline }) => contentId !== null && !isInline);
  if (mayBeNamed && isHtmlCut(read)) return undefined;
  const named = mayBeNamed ? findReferencedContentIds(read) : new Set();
  return attached.map(({ contentId, isInline }) => isInline || (contentId !== null && named.has(contentId)));
}

/** Whether only the beginning of the HTML was read. */
function isHtmlCut(read: ParsedMail): boolean {
  return read.content.html.some(({ entity }) => entity.end - entity.bodyStart > read.bodyLimitBytes);
}

/** Attached parts that a reader has to look for: neither text of the message nor shown in its place by the HTML. */
export function findUnshownEntities(parsed: ParsedMail): Entity[] {
  const attached = parsed.content.attached.flatMap(({ entity, isBody }) => (isBody ? [] : [entity]));
  if (attached.every((entity) => readContentId(entity) === null)) return attached;
  const referencedIds = findReferencedContentIds(parsed);
  // What came with HTML that was not read to its end (RFC 2387) is taken to be shown further down.
  const isCut = isHtmlCut(parsed);
  return attached.filter((entity) => {
    const contentId = readContentId(entity);
    const isRelated = entity.parent?.contentType.value === "multipart/related";
    const isReferenced = contentId !== null && (referencedIds.has(contentId) || (isCut && isRelated));
    return !(isReferenced && isRasterImage(entity.contentType.value));
  });
}

/** Bytes of HTML in which references to parts are looked for. */
const MAX_HTML_BYTES = 4 * 1024 * 1024;

/** The Content-IDs that the HTML of a message refers to by cid: (RFC 2392), decoded. */
export function findReferencedContentIds(parsed: ParsedMail): Set<string> {
  const found = new Set<string>();
  for (const { entity } of parsed.content.html) {
    const html = parsed.decodedText(entity, MAX_HTML_BYTES);
    if (!html.includes("cid:")) continue;
    for (const [, id = ""] of html.matchAll(/["'(=]\s{0,9}cid:([^"'\s)>]{1,998})/g)) found.add(decodePercent(id));
  }
  return found;
}

/** Content-ID without its angle brackets; null where there is none. */
export function readContentId({ source, header }: Entity): string | null {
  return readFieldText(source, header, "content-id")?.replace(/^<|>$/g, "") || null;
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
