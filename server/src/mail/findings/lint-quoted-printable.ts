import { isAscii } from "node:buffer";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { rangeOf } from "./entity-ranges.ts";
import type { FindingList } from "./finding-list.ts";

/** An equals sign that begins neither a byte nor a soft line break (RFC 2045 §6.7). */
const BROKEN_EQUALS = /=(?![0-9A-Fa-f]{2}|[ \t]*\r*\n|[ \t]*$)/g;

/** What only an encoder writes: a soft line break, an encoded equals sign, a byte above 127 that is no value in a link. */
const SOFT_BREAK = /[^=\s][ \t]*=[ \t]*\r*\n/;
const ENCODED_OCTET = /(?:^|[^?&;\w.-])[\w.-]{0,40}=[89A-F][0-9A-F]/;

/** A value in a link that begins like a byte: an encoder would have written `=3D`. */
const LINK_VALUE = /[?&][\w.-]{1,40}=(?!3D)([0-9A-Fa-f]{2})/g;

/** Checks a body that is labelled quoted-printable. */
export function lintQuotedPrintable(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  const body = parsed.bodyBytes(entity);
  const text = body.toString("latin1");
  const rangeAt = (start: number, length: number) =>
    rangeOf(entity, { start: entity.bodyStart + start, end: entity.bodyStart + start + length });
  const broken = listOffsets(text, BROKEN_EQUALS);
  const brokenAt = (index: number) => rangeAt(broken[index] ?? 0, 1);
  if (!isEncoded(text)) {
    const values = [...text.matchAll(LINK_VALUE)];
    const [value] = values;
    const fix = "Encode the body, so that = becomes =3D, or label it 7bit or 8bit";
    if (value !== undefined) {
      const detail = describeLink(value[0], value[1] ?? "");
      const valueAt = ({ index, 0: match } = value) => rangeAt(index, match.length);
      found.addAll("quoted-printable-unencoded", values.length, (index) => valueAt(values[index]), detail, fix);
    }
    found.addAll("quoted-printable-unencoded", broken.length, brokenAt, `part ${entity.number}`, fix);
    const byte = isAscii(body) ? -1 : text.search(/[\x80-\xff]/);
    if (value === undefined && broken.length === 0 && byte >= 0)
      found.add("quoted-printable-unencoded", rangeAt(byte, 1), "bytes above 127", fix);
    return;
  }
  found.addAll("quoted-printable-broken", broken.length, brokenAt, `part ${entity.number}`);
}

/** Returns the offsets of all matches. Nearly every equals sign of a hostile body may be one: their texts are not kept. */
function listOffsets(text: string, pattern: RegExp): number[] {
  const offsets: number[] = [];
  for (const { index } of text.matchAll(pattern)) offsets.push(index);
  return offsets;
}

function isEncoded(text: string): boolean {
  return text.includes("=3D") || SOFT_BREAK.test(text) || ENCODED_OCTET.test(text);
}

/** Both readings of a link whose value begins like a byte. */
function describeLink(written: string, digits: string): string {
  const byte = Number.parseInt(digits, 16);
  const read = byte > 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${digits}`;
  return `${written} in a link is read as ${written.slice(0, -"=42".length)}${read}`;
}
