import { isWideCharset, resolveCharset } from "./charset-names.ts";
import { decodeFieldBytes } from "./encoded-words.ts";
import { type FieldRange, valueBytes } from "./header-block.ts";

/** Returns the first `limit` bytes of a field's value as text, unfolded. Encoded words are not decoded. */
export function decodeFieldValue(raw: Buffer, field: FieldRange, limit: number): string {
  return decodeFieldBytes(valueBytes(raw, field, limit), () => findNamedCharset(raw, field));
}

/** Number of bytes after a field that are searched for a charset. */
const MAX_CHARSET_SEARCH_BYTES = 16 * 1024;

/**
 * Returns the first charset for headers that the message names after a field, or else before it in the same header: raw bytes
 * above 127 in a header that are not UTF-8 are usually in the charset of the body.
 */
function findNamedCharset(raw: Buffer, field: FieldRange): string | null {
  const around = [
    raw.subarray(field.end, field.end + MAX_CHARSET_SEARCH_BYTES),
    raw.subarray(Math.max(0, field.start - MAX_CHARSET_SEARCH_BYTES), field.end),
  ];
  for (const bytes of around) {
    for (const [, charset = ""] of bytes.toString("latin1").matchAll(/charset\s*=\s*"?([^\s";]+)/gi))
      if (!isWideCharset(resolveCharset(charset)?.name ?? charset)) return charset;
  }
  return null;
}
