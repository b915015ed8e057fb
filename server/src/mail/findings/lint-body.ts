import { isAscii, isUtf8 } from "node:buffer";
import { isSevenBitCharset, resolveCharset } from "../charset-names.ts";
import { detectIso2022, trimPartialCharacter } from "../decode-charset.ts";
import { isTransferEncoded, isUuencode } from "../decode-transfer.ts";
import { findField } from "../header-fields.ts";
import { type Entity, isComposite, isMessage, locateInMessage } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { findPartReferences } from "../part-references.ts";
import type { ByteRange, FindingList } from "./finding-list.ts";

const ENCODINGS = new Set(["7bit", "8bit", "binary", "quoted-printable", "base64"]);

/** Checks the MIME structure and the bodies of the parts. */
export function lintBody(read: ParsedMail, found: FindingList): void {
  const { header, tree } = read;
  const contentType = findField(header, "content-type");
  if (contentType !== undefined && findField(header, "mime-version") === undefined)
    found.add("mime-version-missing", contentType);
  if (tree.isTruncated) found.add("parts-cut");
  for (const entity of tree.entities) {
    if (entity.malformed !== undefined)
      found.add("content-field-malformed", rangeOf(entity, entity.malformed), entity.malformed.name);
    lintParameters(entity, found);
    if (isComposite(entity)) lintComposite(read, entity, found);
    else lintLeaf(read, entity, found);
  }
  lintHtml(read, found);
}

/** Checks for parameters that readers may read differently. */
function lintParameters(entity: Entity, found: FindingList): void {
  const { header, contentType, disposition } = entity;
  const place = (key: string) => rangeOf(entity, findField(header, key) ?? { start: 0, end: 0 });
  for (const { code, detail } of contentType.doubts ?? []) found.add(code, place("content-type"), detail);
  for (const { code, detail } of disposition?.doubts ?? []) found.add(code, place("content-disposition"), detail);
  const name = contentType.parameters.get("name");
  const filename = disposition?.parameters.get("filename");
  if (name && filename && name !== filename)
    found.add("parameter-conflicting", place("content-disposition"), `filename: ${filename}, and name: ${name}`);
}

function lintComposite(read: ParsedMail, entity: Entity, found: FindingList): void {
  const { value } = entity.contentType;
  // RFC 2045 §6.4 also forbids it for messages. There it is common, and message/global may have it (RFC 6532 §3.7).
  if (isMessage(entity)) return;
  if (isTransferEncoded(entity.encoding))
    found.add("multipart-encoded", headerRange(entity), `${value} in ${entity.encoding}`);
  if (read.tree.isTruncated) return;
  if (entity.children.length === 0) found.add("boundary-missing", headerRange(entity), value);
  else if (!entity.isClosed) found.add("multipart-unterminated", lastByteRange(entity), value);
  if (value === "multipart/alternative") lintAlternative(entity, found);
}

function lintAlternative(entity: Entity, found: FindingList): void {
  const types = entity.children.map(({ contentType }) => contentType.value);
  const html = types.indexOf("text/html");
  const text = types.lastIndexOf("text/plain");
  const last = entity.children[text];
  if (html >= 0 && text > html && last !== undefined) found.add("alternatives-out-of-order", headerRange(last));
}

function lintLeaf(read: ParsedMail, entity: Entity, found: FindingList): void {
  const body = read.bodyBytes(entity);
  const { encoding } = entity;
  if (isUuencode(encoding)) found.add("encoding-obsolete", headerRange(entity), encoding);
  else if (!ENCODINGS.has(encoding)) found.add("encoding-unknown", headerRange(entity), encoding);
  if (encoding === "base64") lintEncoding("base64-broken", /[^A-Za-z0-9+/=\s]/, body, entity, found);
  if (encoding === "quoted-printable") {
    lintEncoding("quoted-printable-broken", /=(?![0-9A-Fa-f]{2}|[ \t]*\r*\n|[ \t]*$)/, body, entity, found);
  }
  if (encoding === "7bit" && entity.encodedIn === null && !isAscii(body))
    found.add("eight-bit-in-7bit", firstEightBitRange(body, entity.bodyStart));
  if (entity.contentType.value.startsWith("text/")) lintText(read, entity, found);
}

function lintEncoding(
  code: "base64-broken" | "quoted-printable-broken",
  invalid: RegExp,
  body: Buffer,
  entity: Entity,
  found: FindingList,
): void {
  const at = body.toString("latin1").search(invalid);
  if (at >= 0)
    found.add(
      code,
      rangeOf(entity, { start: entity.bodyStart + at, end: entity.bodyStart + at + 1 }),
      `part ${entity.number}`,
    );
}

function lintText(read: ParsedMail, entity: Entity, found: FindingList): void {
  const bytes = read.decodedBytes(entity);
  const label = entity.contentType.parameters.get("charset");
  const charset = label === undefined ? undefined : resolveCharset(label);
  if (label !== undefined && charset === undefined) found.add("charset-unknown", headerRange(entity), label);
  if (charset?.isGuessed) found.add("charset-name-guessed", headerRange(entity), `${label} for ${charset.name}`);
  if (isAscii(bytes)) {
    const detected = charset === undefined || charset.name === "us-ascii" ? detectIso2022(bytes) : undefined;
    if (detected !== undefined) found.add("charset-missing", headerRange(entity), `escape sequences of ${detected}`);
    return;
  }
  if (label === undefined) {
    found.add("charset-missing", headerRange(entity), `part ${entity.number}`);
    return;
  }
  const isUtf8Text = isUtf8(trimPartialCharacter(bytes));
  const name = charset?.name ?? "";
  if (isSevenBitCharset(name))
    found.add("charset-mismatch", headerRange(entity), `labelled ${label}, but it has bytes above 127`);
  else if (name === "utf-8" && !isUtf8Text)
    found.add("charset-mismatch", headerRange(entity), "labelled utf-8, but it is not valid UTF-8");
  else if (/^(iso-8859|windows-125|cp|ibm|koi8|mac)/.test(name) && isUtf8Text) {
    found.add("charset-mismatch", headerRange(entity), `labelled ${label}, but it is UTF-8`);
  }
  if (isUtf8Text) lintMangledText(bytes, entity, found);
}

/** Checks for text that was garbled before it became mail: valid UTF-8 of characters that the author did not write. */
function lintMangledText(bytes: Buffer, entity: Entity, found: FindingList): void {
  const text = bytes.toString("latin1");
  const add = (code: "replacement-character" | "encoded-twice", at: number, length: number) => {
    if (at < 0) return;
    const start = entity.bodyStart + at;
    // In an encoded text, offsets differ from those in the source.
    const isAsSent = !isTransferEncoded(entity.encoding);
    found.add(
      code,
      isAsSent ? rangeOf(entity, { start, end: start + length }) : headerRange(entity),
      `part ${entity.number}`,
    );
  };
  add("replacement-character", text.indexOf("\xef\xbf\xbd"), 3);
  // Ã or Â, then a second character: UTF-8 that was read as windows-1252.
  add("encoded-twice", text.search(/\xc3[\x82\x83]\xc2[\x80-\xbf]/), 4);
}

function lintHtml(read: ParsedMail, found: FindingList): void {
  const [html] = read.content.html;
  if (html === undefined) return;
  if (read.content.text.length === 0) found.add("html-without-text", headerRange(html.entity));
  for (const id of findPartReferences(read).unresolved)
    found.add("cid-unresolved", headerRange(html.entity), `cid:${id}`);
}

function headerRange(entity: Entity): ByteRange {
  const type = findField(entity.header, "content-type");
  return rangeOf(entity, type ?? { start: entity.start, end: entity.bodyStart });
}

function lastByteRange(entity: Entity): ByteRange {
  return rangeOf(entity, { start: Math.max(entity.bodyStart, entity.end - 1), end: entity.end });
}

/** Converts a range of an entity's source to one of the message. For a range within an encoded body, the whole body. */
function rangeOf(entity: Entity, range: ByteRange): ByteRange {
  return entity.encodedIn === null ? range : locateInMessage(entity);
}

function firstEightBitRange(body: Buffer, offset: number): ByteRange {
  const at = body.findIndex((byte) => byte > 127);
  return { start: offset + at, end: offset + at + 1 };
}
