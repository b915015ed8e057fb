import type { Attachment, Part } from "@mailglass/shared";
import libmime from "libmime";
import { contentField } from "./content-fields.ts";
import { textOf } from "./header.ts";
import { type Mail, view } from "./mail.ts";
import { type Entity, type MimeTree, scanMimeTree } from "./mime-tree.ts";
import { decodeTransfer } from "./transfer.ts";

/** The whole MIME tree. */
export const mimeTree: (mail: Mail) => MimeTree = view((mail) => scanMimeTree(mail.raw()));

/** All parts, the message itself first, then in the order of the source. */
export const parts: (mail: Mail) => readonly Part[] = view((mail) =>
  mimeTree(mail).entities.map((entity) => partOf(mail.raw(), entity)),
);

/** A part's bytes with the transfer encoding undone, and what it says of itself; undefined where there is none of that number. */
export function partBytes(mail: Mail, number: string): { part: Part; bytes: Buffer } | undefined {
  const entity = mimeTree(mail).entities.find((candidate) => candidate.number === number);
  const part = parts(mail).find((candidate) => candidate.number === number);
  return entity && part && { part, bytes: decodedBody(mail.raw(), entity) };
}

/** Enclosed parts that are not the text of the message. */
export const attachments: (mail: Mail) => readonly Attachment[] = view((mail) => {
  const raw = mail.raw();
  return attached(mimeTree(mail).entities, raw).map((entity) => {
    const { number, type, size, contentId, filename, disposition } = partOf(raw, entity);
    return {
      part: number,
      filename: filename ?? `part-${number}.${libmime.detectExtension(type)}`,
      type,
      size,
      contentId,
      inline: disposition === "inline" || (contentId !== null && disposition === null),
    };
  });
});

/** Bytes of an entity's body, its transfer encoding undone. */
export function decodedBody(raw: Buffer, entity: Entity): Buffer {
  const body = raw.subarray(entity.body, entity.end);
  return entity.children.length > 0 ? body : decodeTransfer(body, entity.encoding);
}

/** Leaves that are shown as text of the message: not disposed as attachments, without a name, not in an enclosed message. */
export function textEntities(entities: readonly Entity[], raw: Buffer, type: "text/plain" | "text/html"): Entity[] {
  return entities.filter((entity) => entity.contentType.value === type && isBodyText(raw, entity));
}

/** Leaves, and enclosed messages as a whole, that are not text of the message. */
export function attached(entities: readonly Entity[], raw: Buffer): Entity[] {
  return entities.filter((entity) => {
    const { value } = entity.contentType;
    if (isEnclosed(entity) || (value.startsWith("multipart/") && entity.children.length > 0)) return false;
    return !((value === "text/plain" || value === "text/html") && isBodyText(raw, entity));
  });
}

function isBodyText(raw: Buffer, entity: Entity): boolean {
  if (isEnclosed(entity)) return false;
  const disposition = contentField(raw, entity.header, "content-disposition");
  return disposition?.value !== "attachment" && filenameOf(entity, disposition?.parameters) === null;
}

/** Whether it stands in a message that is enclosed in this one. */
function isEnclosed(entity: Entity): boolean {
  for (let at = entity.parent; at !== null; at = at.parent) {
    if (at.contentType.value === "message/rfc822") return true;
  }
  return false;
}

function partOf(raw: Buffer, entity: Entity): Part {
  const disposition = contentField(raw, entity.header, "content-disposition");
  const contentId = textOf(raw, entity.header, "content-id")?.replace(/^<|>$/g, "");
  return {
    number: entity.number,
    type: entity.contentType.value,
    charset: entity.contentType.parameters.get("charset") ?? null,
    encoding: entity.encoding,
    // An unknown disposition is to be treated as attachment (RFC 2183 §2.8).
    disposition: disposition === undefined ? null : disposition.value === "inline" ? "inline" : "attachment",
    filename: filenameOf(entity, disposition?.parameters),
    contentId: contentId || null,
    size: decodedBody(raw, entity).length,
    start: entity.start,
    body: entity.body,
    end: entity.end,
    parent: entity.parent?.number ?? null,
  };
}

/** `filename` of the disposition, or the older `name` of the type. */
function filenameOf(entity: Entity, disposition: ReadonlyMap<string, string> | undefined): string | null {
  return disposition?.get("filename") || entity.contentType.parameters.get("name") || null;
}
