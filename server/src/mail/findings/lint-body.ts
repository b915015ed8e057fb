import { isAscii } from "node:buffer";
import { isTransferEncoded, isUuencode } from "../decode-transfer.ts";
import { findField } from "../header-fields.ts";
import { type Entity, isComposite, isMessage } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { fieldRangeOf, headerRangeOf, lastByteRangeOf, rangeOf } from "./entity-ranges.ts";
import type { FindingList } from "./finding-list.ts";
import { lintBase64 } from "./lint-base64.ts";
import { lintParameters } from "./lint-parameters.ts";
import { lintQuotedPrintable } from "./lint-quoted-printable.ts";
import { lintText } from "./lint-text.ts";
import { lintVisibleEncoding } from "./lint-visible-encoding.ts";

const ENCODINGS = new Set(["7bit", "8bit", "binary", "quoted-printable", "base64"]);

/** Checks the MIME structure and the bodies of the parts. */
export function lintBody(parsed: ParsedMail, found: FindingList): void {
  const { header, tree } = parsed;
  const contentType = findField(header, "content-type");
  if (contentType !== undefined && findField(header, "mime-version") === undefined)
    found.add("mime-version-missing", contentType);
  if (tree.isTruncated) found.add("parts-cut");
  for (const entity of tree.entities) {
    lintParameters(entity, found);
    if (isComposite(entity)) lintComposite(parsed, entity, found);
    else lintLeaf(parsed, entity, found);
  }
}

function lintComposite(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  const { value } = entity.contentType;
  // RFC 2045 §6.4 also forbids it for messages. There it is common, and message/global may have it (RFC 6532 §3.7).
  if (isMessage(entity)) return;
  if (isTransferEncoded(entity.encoding))
    found.add("multipart-encoded", headerRangeOf(entity), `${value} in ${entity.encoding}`);
  if (parsed.tree.isTruncated || parsed.isSourceCut) return;
  if (entity.children.length === 0) found.add("boundary-missing", headerRangeOf(entity), value);
  else if (!entity.isClosed) found.add("multipart-unterminated", lastByteRangeOf(entity), value);
}

function lintLeaf(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  const { encoding } = entity;
  const field = fieldRangeOf(entity, "content-transfer-encoding");
  if (isUuencode(encoding)) found.add("encoding-obsolete", field, encoding);
  else if (!ENCODINGS.has(encoding)) found.add("encoding-unknown", field, encoding);
  if (encoding === "base64") lintBase64(parsed, entity, found);
  if (encoding === "quoted-printable") lintQuotedPrintable(parsed, entity, found);
  if (encoding === "7bit") lintSevenBit(parsed, entity, found);
  if (entity.contentType.value.startsWith("text/")) lintText(parsed, entity, found);
  lintVisibleEncoding(parsed, entity, found);
}

function lintSevenBit(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  if (entity.encodedIn !== null) return;
  const body = parsed.bodyBytes(entity);
  if (isAscii(body)) return;
  for (const { index, 0: run } of body.toString("latin1").matchAll(/[\x80-\xff]+/g)) {
    const start = entity.bodyStart + index;
    found.add("eight-bit-in-7bit", rangeOf(entity, { start, end: start + run.length }));
  }
}
