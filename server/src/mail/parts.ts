import { type Attachment, isRasterImage, type Part } from "@mailglass/shared";
import { entityDisposition, entityFilename } from "./classify-parts.ts";
import { readContentId } from "./content-id.ts";
import { getLibmime } from "./libmime.ts";
import { cacheView, type Mail } from "./mail.ts";
import { type Entity, locateInMessage } from "./mime-entity.ts";
import { type ParsedMail, parseMail } from "./parsed-mail.ts";
import { findPartReferences, isReferable } from "./part-references.ts";

/** Lists all parts: the message itself first, then in the order of the source. */
export const listParts: (mail: Mail) => readonly Part[] = cacheView((mail) => {
  const parsed = parseMail(mail);
  return parsed.tree.entities.map((entity) => toPart(parsed, entity));
});

/** Returns a part's decoded bytes and its description; undefined if there is no part with that number. */
export function readPart(mail: Mail, number: string): { part: Part; bytes: Buffer } | undefined {
  const parsed = parseMail(mail);
  const entity = parsed.tree.entities.find((candidate) => candidate.number === number);
  return entity && { part: toPart(parsed, entity), bytes: parsed.decodedBytes(entity) };
}

/** Lists attached parts, and body parts that have a name. */
export const listAttachments: (mail: Mail) => readonly Attachment[] = cacheView((mail) => {
  const parsed = parseMail(mail);
  const { embedded, linked } = findPartReferences(parsed);
  return parsed.content.attached.map(({ entity, isBody }) => {
    const { number, type, size, contentId, filename, disposition } = toPart(parsed, entity);
    return {
      part: number,
      isNameGenerated: filename === null,
      filename: filename ?? `part-${number}.${getLibmime().detectExtension(type)}`,
      type,
      size,
      contentId,
      inline: isBody || disposition === "inline" || embedded.has(entity) || linked.has(entity),
      inHtml: embedded.has(entity) && isRasterImage(type),
      inText: isBody,
      inReport: isReportPart(entity),
    };
  });
});

/** Whether only the beginning of the HTML was read. */
function isHtmlCut(read: ParsedMail): boolean {
  return read.content.html.some(({ entity }) => entity.end - entity.bodyStart > read.bodyLimitBytes);
}

/** Whether an entity is a part of a report, such as the returned message of a bounce (RFC 6522). */
const isReportPart = ({ parent }: Entity): boolean => parent?.contentType.value === "multipart/report";

/** Finds the attached parts that are neither body text, nor parts of a report, nor shown inline by the HTML. */
export function findUnshownEntities(parsed: ParsedMail): Entity[] {
  const attached = parsed.content.attached.flatMap(({ entity, isBody }) =>
    isBody || isReportPart(entity) ? [] : [entity],
  );
  if (!attached.some((entity) => isReferable(entity))) return attached;
  const { embedded } = findPartReferences(parsed);
  // Parts related to truncated HTML (RFC 2387) are assumed to be shown by the rest of it.
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
    size: parsed.decodedLength(entity),
    start,
    body: bodyStart,
    end,
    parent: parent?.number ?? null,
    encodedIn: encodedIn?.number ?? null,
  };
}
