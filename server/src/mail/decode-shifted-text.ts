import { TextDecoder } from "node:util";
import { decode as decodeByIconv } from "iconv-lite";
import { LF } from "./ascii.ts";

type ShiftedCharset = "iso-2022-kr" | "iso-2022-cn" | "hz-gb-2312";

const ESCAPE = 0x1b;
const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;
const TILDE = 0x7e;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;

/**
 * Decodes a 7-bit charset that switches between ASCII and pairs of 7-bit bytes: ISO-2022-KR (RFC 1557), ISO-2022-CN (RFC
 * 1922, only GB 2312) and HZ (RFC 1843). Hand-written, because neither Node nor iconv-lite has them: this function sets the
 * high bits of the pairs and decodes them in the 8-bit charset with the same characters.
 */
export function decodeShiftedText(bytes: Uint8Array, charset: ShiftedCharset): string {
  const wide = Buffer.alloc(bytes.length);
  let length = 0;
  let isShifted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1];
    if (charset === "hz-gb-2312" && byte === TILDE && (next === BRACE_OPEN || next === BRACE_CLOSE || next === LF)) {
      if (next !== LF) isShifted = next === BRACE_OPEN;
      at++;
    } else if (charset === "hz-gb-2312" && byte === TILDE && next === TILDE && !isShifted) {
      wide[length++] = byte;
      at++;
    } else if (charset !== "hz-gb-2312" && byte === ESCAPE && next === 0x24) {
      // A designation: ESC $ ) C, of four bytes.
      at += 3;
    } else if (charset !== "hz-gb-2312" && (byte === SHIFT_OUT || byte === SHIFT_IN)) {
      isShifted = byte === SHIFT_OUT;
    } else {
      // The end of a line ends an open shift.
      if (byte === LF) isShifted = false;
      wide[length++] = isShifted && byte > 0x20 && byte < 0x7f ? byte | 0x80 : byte;
    }
  }
  const text = wide.subarray(0, length);
  return charset === "iso-2022-kr" ? decodeByIconv(text, "cp949") : new TextDecoder("gb18030").decode(text);
}
