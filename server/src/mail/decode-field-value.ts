import { decodeFieldBytes } from "./encoded-words.ts";
import { type FieldRange, valueBytes } from "./header-block.ts";

/** The value of a field as text, unfolded, with its encoded words as they are; at most `limit` bytes of it. */
export function decodeFieldValue(raw: Buffer, field: FieldRange, limit: number): string {
  return decodeFieldBytes(valueBytes(raw, field, limit), () => findNamedCharset(raw, field));
}

/** Bytes behind a field in which a charset is looked for. */
const MAX_CHARSET_SEARCH_BYTES = 16 * 1024;

/**
 * The charset that the message names next after a field, or before it in the same header: what a header has in bytes above
 * 127 that are not UTF-8 is mostly in the charset of the body.
 */
function findNamedCharset(raw: Buffer, field: FieldRange): string | null {
  const around = [
    raw.subarray(field.end, field.end + MAX_CHARSET_SEARCH_BYTES),
    raw.subarray(Math.max(0, field.start - MAX_CHARSET_SEARCH_BYTES), field.end),
  ];
  for (const bytes of around) {
    const [, charset] = /charset\s*=\s*"?([^\s";]+)/i.exec(bytes.toString("latin1")) ?? [];
    if (charset !== undefined) return charset;
  }
  return null;
}
