import type { TnefContent } from "@mailglass/shared";

/*
 * Theory of operation: TNEF (MS-OXTNEF §2.1.3) is a signature and a key, then a list of attributes:
 *
 *   level (1 byte) | id (2) | type (2) | length (4) | data | checksum (2)       little-endian
 *
 * Attributes of level 1 belong to the message, those of level 2 to an attachment. attAttachRendData begins an attachment;
 * attAttachTitle has its name and attAttachData its bytes. The list is walked by its lengths: the data itself is not read.
 */

const SIGNATURE = 0x223e9f78;
const HEADER_BYTES = 6;
const ATTRIBUTE_BYTES = 9;
const CHECKSUM_BYTES = 2;

const MESSAGE_CLASS = 0x8008;
const ATTACH_TITLE = 0x8010;
const ATTACH_DATA = 0x800f;
const ATTACH_REND_DATA = 0x9002;

/** Maximum number of attributes that are read, and of files that are listed. */
const MAX_ATTRIBUTES = 10_000;
const MAX_FILES = 100;
/** Maximum bytes of a name. */
const MAX_NAME_BYTES = 512;

/** Lists the files of a winmail.dat. Never throws: `error` says where it is not TNEF. */
export function readTnef(bytes: Buffer): Omit<TnefContent, "part"> {
  const files: { name: string; size: number }[] = [];
  let messageClass = "";
  let file: { name: string; size: number } | undefined;
  const finish = (error: string | null) => ({
    files: files.slice(0, MAX_FILES).map(({ name, size }, at) => ({ name: name || `file ${at + 1}`, size })),
    fileCount: files.length,
    messageClass,
    error,
  });
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== SIGNATURE) return finish("It is not TNEF");
  let at = HEADER_BYTES;
  for (let count = 0; at + ATTRIBUTE_BYTES <= bytes.length; count++) {
    if (count === MAX_ATTRIBUTES) return finish(`It has more than ${MAX_ATTRIBUTES} attributes`);
    const level = bytes.readUInt8(at);
    const id = bytes.readUInt16LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const start = at + ATTRIBUTE_BYTES;
    if (level !== 1 && level !== 2) return finish("Its list of attributes is damaged");
    if (start + length > bytes.length) return finish("It ends within an attribute");
    if (id === ATTACH_REND_DATA || (file === undefined && level === 2)) {
      file = { name: "", size: 0 };
      files.push(file);
    }
    if (id === MESSAGE_CLASS) messageClass = readName(bytes, start, length);
    if (id === ATTACH_TITLE && file !== undefined) file.name = readName(bytes, start, length);
    if (id === ATTACH_DATA && file !== undefined) file.size = length;
    at = start + length + CHECKSUM_BYTES;
  }
  return finish(null);
}

/** Reads a text that ends with NUL, in Windows' Western charset unless it is UTF-8. */
function readName(bytes: Buffer, start: number, length: number): string {
  const data = bytes.subarray(start, start + Math.min(length, MAX_NAME_BYTES));
  const end = data.indexOf(0);
  const name = end < 0 ? data : data.subarray(0, end);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(name);
  } catch {
    return new TextDecoder("windows-1252").decode(name);
  }
}
