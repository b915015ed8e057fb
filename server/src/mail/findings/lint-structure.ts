import { type AttachedPart, entityDisposition, entityFilename } from "../classify-parts.ts";
import { findField, readFieldText } from "../header-fields.ts";
import { type Entity, isMultipart } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { fieldRangeOf, headerRangeOf, isEnclosed } from "./entity-ranges.ts";
import type { FindingList } from "./finding-list.ts";

/** Checks for a structure that mail clients show differently. */
export function lintStructure(parsed: ParsedMail, found: FindingList): void {
  for (const entity of parsed.tree.entities) {
    if (isEnclosed(entity)) continue;
    lintContentId(entity, found);
    if (entity.contentType.value === "multipart/alternative") lintAlternative(entity, found);
    if (/^multipart\/(?:mixed|related)$/.test(entity.contentType.value)) lintMixed(parsed, entity, found);
  }
  for (const part of parsed.content.attached) lintFilename(part, found);
  const [html] = parsed.content.html;
  if (html !== undefined && parsed.content.text.length === 0)
    found.add("html-without-text", headerRangeOf(html.entity));
}

/** A Content-ID of a part is in angle brackets, without blanks (RFC 2392 §2). Many have no `@`, and every client accepts that. */
function lintContentId({ source, header, encodedIn }: Entity, found: FindingList): void {
  const field = findField(header, "content-id");
  if (field === undefined || encodedIn !== null) return;
  const written = readFieldText(source, header, "content-id") ?? "";
  if (!/^\s*(?:\([^()]*\)\s*)?<(?!cid:)[^\s<>]+>\s*(?:\([^()]*\)\s*)?$/i.test(written))
    found.add("content-id-malformed", field, written.trim());
}

function lintAlternative(entity: Entity, found: FindingList): void {
  const types = entity.children.map(findTextType);
  const html = types.indexOf("text/html");
  const text = types.lastIndexOf("text/plain");
  const last = entity.children[text];
  if (html >= 0 && text > html && last !== undefined && !isFile(last))
    found.add("alternatives-out-of-order", headerRangeOf(last));
  for (const child of entity.children) {
    if (!isMultipart(child) && isFile(child))
      found.add("attachment-in-alternative", headerRangeOf(child), entityFilename(child) ?? child.contentType.value);
  }
}

/** Returns the type of an alternative; for HTML with its images, that of the HTML. */
function findTextType({ contentType, children: [root] }: Entity): string {
  return contentType.value === "multipart/related" && root !== undefined ? root.contentType.value : contentType.value;
}

/** Types of files. Other types of applications may be a form of the text. */
const FILE_TYPE =
  /^(?:audio|font|image|video)\/|^message\/(?:global|rfc822)$|^application\/(?:octet-stream|pdf|zip|msword|vnd\.)/;

/** Texts that are an alternative, whether they have a name or not. */
const ALTERNATIVE_TEXT = /^text\/(?:calendar|enriched|html|markdown|plain|richtext|watch-html|x-amp-html)$/;

/** Whether a part is a file rather than another form of the text. Calendars have a name in some clients. */
function isFile(entity: Entity): boolean {
  const { value } = entity.contentType;
  if (value === "text/calendar") return false;
  const isNamedText = value.startsWith("text/") && !ALTERNATIVE_TEXT.test(value) && entityFilename(entity) !== null;
  return isNamedText || entityDisposition(entity) === "attachment" || FILE_TYPE.test(value);
}

/** The same text as text and as HTML, one after the other: clients show both. A list adds its footer that way. */
function lintMixed(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  const start = entity.children.findIndex((child) => !isFile(child));
  const [first, second] = start < 0 ? [] : entity.children.slice(start);
  if (first === undefined || second === undefined || findField(parsed.header, "list-id") !== undefined) return;
  if (!isUnnamed(first) || !isUnnamed(second)) return;
  const types = `${first.contentType.value} ${findTextType(second)}`;
  // The first part of a multipart/related is what is shown, the others belong to it (RFC 2387 §3.1).
  const isPair =
    types === "text/plain text/html" || (types === "text/html text/plain" && isRepeated(parsed, first, second));
  if (isPair) found.add("text-in-mixed", headerRangeOf(second));
}

/** How much of each part is compared, in bytes, and the number of words that must be the same. */
const COMPARED_BYTES = 4096;
const MIN_WORDS = 4;

/** Whether a text has the words of the HTML before it. A text that was added at the end of the message has others. */
function isRepeated(parsed: ParsedMail, html: Entity, text: Entity): boolean {
  const shown = parsed.decodedText(html, COMPARED_BYTES).replace(/<[^<>]*>/g, " ");
  const words = (parsed.decodedText(text, COMPARED_BYTES).match(/\p{L}{2,40}/gu) ?? []).slice(0, 20);
  return words.length >= MIN_WORDS && words.every((word) => shown.includes(word));
}

function isUnnamed(entity: Entity): boolean {
  return entityDisposition(entity) !== "attachment" && entityFilename(entity) === null;
}

/** Types that clients name themselves, or do not show as a file. */
const NAMELESS_TYPE = /^message\/|^application\/(?:applefile|(?:x-)?pkcs7-|pgp-|ms-tnef|ics)/;

function lintFilename({ entity, isBody }: AttachedPart, found: FindingList): void {
  if (isBody || entityFilename(entity) !== null || isEnclosed(entity) || isMultipart(entity)) return;
  if (/^multipart\/(?:encrypted|report|signed)$/.test(entity.parent?.contentType.value ?? "")) return;
  if (NAMELESS_TYPE.test(entity.contentType.value)) return;
  const isAttachment = entity.disposition?.value === "attachment";
  const isText = entity.contentType.value.startsWith("text/");
  if (!isAttachment && (isText || findField(entity.header, "content-id") !== undefined)) return;
  const key = isAttachment ? "content-disposition" : "content-type";
  found.add("filename-missing", fieldRangeOf(entity, key), entity.contentType.value);
}
