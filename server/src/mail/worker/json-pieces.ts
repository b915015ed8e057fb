import { utf8 } from "./utf8.ts";

/** UTF-16 code units of a string that are written at once. */
const PIECE = 1024 * 1024;

/**
 * JSON of an object in UTF-8, in pieces. Long strings among its members are never written in one piece: JSON of a string
 * may be six times as long, and larger than what V8 can hold.
 */
export function jsonPieces(members: Readonly<Record<string, unknown>>): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let pending = "{";
  const write = (json: string) => {
    pending += json;
    if (pending.length < PIECE) return;
    pieces.push(utf8(pending));
    pending = "";
  };
  for (const [index, [name, value]] of Object.entries(members).entries()) {
    write(`${index > 0 ? "," : ""}${JSON.stringify(name)}:`);
    if (typeof value === "string") writeString(value, write);
    else write(JSON.stringify(value));
  }
  return [...pieces, utf8(`${pending}}`)];
}

function writeString(text: string, write: (json: string) => void): void {
  write('"');
  for (let at = 0; at < text.length; ) {
    const end = pieceEnd(text, at + PIECE);
    write(JSON.stringify(text.slice(at, end)).slice(1, -1));
    at = end;
  }
  write('"');
}

/** Not between the two halves of a character. */
function pieceEnd(text: string, end: number): number {
  const isSplit = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(end - 1, end + 1));
  return isSplit ? end - 1 : Math.min(end, text.length);
}
