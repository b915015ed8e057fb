import { isAscii, isUtf8 } from "node:buffer";
import { isKnownCharset } from "../charset.ts";
import { textEntities } from "../entities.ts";
import { findField } from "../header.ts";
import type { Entity } from "../mime-tree.ts";
import { contentIdOf, contentIdsInHtml } from "../parts.ts";
import type { Reading } from "../reading.ts";
import type { FindingList, Range } from "./finding-list.ts";

const ENCODINGS = new Set(["7bit", "8bit", "binary", "quoted-printable", "base64"]);

/** What is wrong with the MIME structure and with the bodies of its parts. */
export function findInBody(read: Reading, found: FindingList): void {
  const { header, tree } = read;
  const contentType = findField(header, "content-type");
  if (contentType !== undefined && findField(header, "mime-version") === undefined)
    found.add("mime-version-missing", contentType);
  if (tree.cut) found.add("parts-cut");
  for (const entity of tree.entities) {
    if (entity.malformed !== undefined) found.add("content-field-malformed", entity.malformed, entity.malformed.name);
    if (isComposite(entity)) findInComposite(read, entity, found);
    else findInLeaf(read, entity, found);
  }
  findInHtml(read, found);
}

function isComposite({ contentType }: Entity): boolean {
  return contentType.value.startsWith("multipart/") || contentType.value === "message/rfc822";
}

function findInComposite(read: Reading, entity: Entity, found: FindingList): void {
  const { value } = entity.contentType;
  if (entity.encoding === "base64" || entity.encoding === "quoted-printable") {
    // RFC 2045 §6.4 forbids it for both; for messages it is common and harmless enough.
    if (value !== "message/rfc822") found.add("multipart-encoded", headerOf(entity), `${value} in ${entity.encoding}`);
    return;
  }
  if (value === "message/rfc822" || read.tree.cut) return;
  if (entity.children.length === 0) found.add("boundary-missing", headerOf(entity), value);
  else if (!entity.closed) found.add("multipart-unterminated", lastByteOf(entity), value);
  if (value === "multipart/alternative") findInAlternative(entity, found);
}

function findInAlternative(entity: Entity, found: FindingList): void {
  const types = entity.children.map(({ contentType }) => contentType.value);
  const html = types.indexOf("text/html");
  const text = types.lastIndexOf("text/plain");
  const last = entity.children[text];
  if (html >= 0 && text > html && last !== undefined) found.add("alternatives-out-of-order", headerOf(last));
}

function findInLeaf(read: Reading, entity: Entity, found: FindingList): void {
  const body = read.body(entity);
  const { encoding } = entity;
  if (!ENCODINGS.has(encoding)) found.add("encoding-unknown", headerOf(entity), encoding);
  if (encoding === "base64") findBroken("base64-broken", /[^A-Za-z0-9+/=\s]/, body, entity, found);
  if (encoding === "quoted-printable") {
    findBroken("quoted-printable-broken", /=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*$)/, body, entity, found);
  }
  if (encoding === "7bit" && !isAscii(body)) found.add("eight-bit-in-7bit", firstEightBit(body, entity.body));
  if (entity.contentType.value.startsWith("text/")) findInText(read, entity, found);
}

function findBroken(
  code: "base64-broken" | "quoted-printable-broken",
  broken: RegExp,
  body: Buffer,
  entity: Entity,
  found: FindingList,
): void {
  const at = body.toString("latin1").search(broken);
  if (at >= 0) found.add(code, { start: entity.body + at, end: entity.body + at + 1 }, `part ${entity.number}`);
}

function findInText(read: Reading, entity: Entity, found: FindingList): void {
  const bytes = read.bytes(entity);
  const charset = entity.contentType.parameters.get("charset");
  if (charset !== undefined && !isKnownCharset(charset)) found.add("charset-unknown", headerOf(entity), charset);
  if (isAscii(bytes)) return;
  if (charset === undefined) {
    found.add("charset-missing", headerOf(entity), `part ${entity.number}`);
    return;
  }
  const isUtf8Text = isUtf8(withoutTorn(bytes));
  const says = charset.toLowerCase();
  if (/^(us-)?ascii$/.test(says))
    found.add("charset-mismatch", headerOf(entity), `it says ${charset} and has octets above 127`);
  else if (/^utf-?8$/.test(says) && !isUtf8Text)
    found.add("charset-mismatch", headerOf(entity), "it says utf-8 and is not");
  else if (/^(iso-8859|windows-125|cp125)/.test(says) && isUtf8Text) {
    found.add("charset-mismatch", headerOf(entity), `it says ${charset} and is UTF-8`);
  }
  if (isUtf8Text) findMangled(bytes, entity, found);
}

/** What went wrong before the text became mail: it is good UTF-8 of letters that nobody wrote. */
function findMangled(bytes: Buffer, entity: Entity, found: FindingList): void {
  const text = bytes.toString("latin1");
  const add = (code: "replacement-character" | "encoded-twice", at: number, length: number) => {
    if (at < 0) return;
    const start = entity.body + at;
    // Encoded, the text has other offsets than the source.
    const isAsSent = entity.encoding !== "base64" && entity.encoding !== "quoted-printable";
    found.add(code, isAsSent ? { start, end: start + length } : headerOf(entity), `part ${entity.number}`);
  };
  add("replacement-character", text.indexOf("\xef\xbf\xbd"), 3);
  // Ã or Â, then a character that they are the first half of.
  add("encoded-twice", text.search(/\xc3[\x82\x83]\xc2[\x80-\xbf]/), 4);
}

/** Without the beginning of a character at the end, where a long text was cut off. */
function withoutTorn(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > bytes.length - 4 && end > 0 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  const lead = bytes[end - 1] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return end - 1 + length > bytes.length ? bytes.subarray(0, end - 1) : bytes;
}

function findInHtml(read: Reading, found: FindingList): void {
  const { entities } = read.tree;
  const [html] = textEntities(entities, "text/html");
  if (html === undefined) return;
  if (textEntities(entities, "text/plain").length === 0) found.add("html-without-text", headerOf(html));
  const named = contentIdsInHtml(read);
  if (named.size === 0) return;
  const known = new Set(entities.map((entity) => contentIdOf(read, entity)));
  for (const id of named) {
    if (!known.has(id)) found.add("cid-unresolved", headerOf(html), `cid:${id}`);
  }
}

function headerOf(entity: Entity): Range {
  const type = findField(entity.header, "content-type");
  return type ?? { start: entity.start, end: entity.body };
}

function lastByteOf({ body, end }: Entity): Range {
  return { start: Math.max(body, end - 1), end };
}

function firstEightBit(body: Buffer, offset: number): Range {
  const at = body.findIndex((byte) => byte > 127);
  return { start: offset + at, end: offset + at + 1 };
}
