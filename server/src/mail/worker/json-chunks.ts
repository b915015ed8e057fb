import { encodeUtf8 } from "./encode-utf8.ts";

/** UTF-16 code units of a string that are written per chunk. */
const CHUNK_LENGTH = 1024 * 1024;

/**
 * Serialises an object as JSON in UTF-8, in chunks. Long strings among its members are split: the JSON of a string may be six
 * times as long, and longer than V8's maximum string length.
 */
export function encodeJsonChunks(members: Readonly<Record<string, unknown>>): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let pending = "{";
  const write = (json: string) => {
    pending += json;
    if (pending.length < CHUNK_LENGTH) return;
    chunks.push(encodeUtf8(pending));
    pending = "";
  };
  for (const [index, [name, value]] of Object.entries(members).entries()) {
    write(`${index > 0 ? "," : ""}${JSON.stringify(name)}:`);
    if (typeof value === "string") writeString(value, write);
    else write(JSON.stringify(value));
  }
  return [...chunks, encodeUtf8(`${pending}}`)];
}

/** Returns the JSON of an object with these members followed by those of another object, which is encoded already. */
export function prependMembers(members: object, [first = EMPTY_OBJECT, ...rest]: readonly Uint8Array[]): Uint8Array[] {
  return [Buffer.from(`${JSON.stringify(members).slice(0, -1)},`), first.subarray(1), ...rest];
}

const EMPTY_OBJECT = Buffer.from("{}");

function writeString(text: string, write: (json: string) => void): void {
  write('"');
  for (let at = 0; at < text.length; ) {
    const end = findChunkEnd(text, at + CHUNK_LENGTH);
    write(JSON.stringify(text.slice(at, end)).slice(1, -1));
    at = end;
  }
  write('"');
}

/** Moves a cut so that it does not split a surrogate pair. */
function findChunkEnd(text: string, end: number): number {
  const isSplit = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(end - 1, end + 1));
  return isSplit ? end - 1 : Math.min(end, text.length);
}
