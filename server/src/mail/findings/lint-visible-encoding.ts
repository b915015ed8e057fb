import { isUtf8 } from "node:buffer";
import { isTransferEncoded } from "../decode-transfer.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { headerRangeOf } from "./entity-ranges.ts";
import type { FindingList } from "./finding-list.ts";

/*
 * Theory of operation: a body that is quoted-printable or base64 although nothing says so, or once its own encoding is decoded,
 * is shown as it is. Quoted-printable is recognised by letters outside ASCII, or by attributes of HTML; base64 by its lines.
 */

/** Maximum bytes of a body that are searched for quoted-printable. */
const MAX_SEARCHED_BYTES = 64 * 1024;

/** Checks whether readers show a body in its transfer encoding. */
export function lintVisibleEncoding(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  const isText = entity.contentType.value.startsWith("text/");
  const isEncoded = isTransferEncoded(entity.encoding);
  if (isText) {
    const text = parsed.decodedBytes(entity).toString("latin1", 0, MAX_SEARCHED_BYTES);
    if (text.includes("=") && isQuotedPrintable(text)) {
      if (isEncoded)
        found.add("encoded-twice", headerRangeOf(entity), `${entity.encoding}, and quoted-printable in it`);
      else addMissing("quoted-printable");
      return;
    }
  }
  if (!isEncoded && isBase64(parsed, entity, isText)) addMissing("base64");

  function addMissing(encoding: string): void {
    found.add("encoding-missing", headerRangeOf(entity), `it is ${encoding}`);
  }
}

/** A letter outside ASCII in UTF-8, or the first attribute of an element. */
const QUOTED =
  /=(?:C[2-9A-F]|D[0-9A-F])=[89AB][0-9A-F]|=E[0-9A-F]=[89AB][0-9A-F]=[89AB][0-9A-F]|<[a-z]{1,10} [a-z-]{2,20}=3D["']/gi;
/** A text that explains the encoding has one. */
const MIN_QUOTED = 2;
/** Number of matches in quoted lines after which the search ends. */
const MAX_IN_QUOTES = 50;

function isQuotedPrintable(text: string): boolean {
  let count = 0;
  let inQuotes = 0;
  for (const { index } of text.matchAll(QUOTED)) {
    // The source of a message may be quoted in another one.
    const lineStart = text.lastIndexOf("\n", index) + 1;
    if (/[>+|-]/.test(text.charAt(lineStart))) inQuotes++;
    else if (++count >= MIN_QUOTED) return !/^content-(?:transfer-encoding|type):/im.test(text.slice(0, index));
    if (inQuotes > MAX_IN_QUOTES) return false;
  }
  return false;
}

/** Bytes at the beginning of a body that decide. */
const SAMPLE_BYTES = 4096;
/** Minimum number of characters. A text may be a token. */
const MIN_BASE64_LENGTH = 40;

function isBase64(parsed: ParsedMail, entity: Entity, isText: boolean): boolean {
  const body = parsed.bodyBytes(entity);
  const isSample = body.length > SAMPLE_BYTES;
  // Keys and messages in armour have other lines before their base64.
  if (
    (!isSample && parsed.isBodyCut(entity)) ||
    !/^(?:text\/|image\/|audio\/|video\/|application\/)/.test(entity.contentType.value)
  )
    return false;
  const written = body.toString("latin1", 0, SAMPLE_BYTES).trim();
  // The last line of a sample is cut.
  const joined = (isSample ? written.replace(/\n.*$/, "") : written).replace(/[\r\n]+/g, "");
  if (joined.length < MIN_BASE64_LENGTH || joined.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(joined))
    return false;
  if (!isText || isSample) return true;
  // A key or a hash decodes to other bytes.
  const decoded = Buffer.from(joined, "base64");
  const text = decoded.toString();
  return isUtf8(decoded) && /\s/.test(text) && !/[^\P{Cc}\s]/u.test(text);
}
