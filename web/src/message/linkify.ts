import { trimUrlPunctuation } from "@mailglass/shared";

/** A piece of plain text; `href` is set if it is a link. */
export interface TextPiece {
  readonly text: string;
  readonly href?: string;
}

/**
 * http, https and mailto only: nothing that a browser would run. A local part has at most 64 bytes (RFC 5321
 * §4.5.3.1.1).
 */
const URL_OR_EMAIL = /\bhttps?:\/\/[^\s<>"'`]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g;

/** Splits text at its links. */
export function linkify(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(URL_OR_EMAIL)) {
    const found = trimUrlPunctuation(match[0]);
    if (found.endsWith("://")) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ text: found, href: found.includes("://") ? found : `mailto:${found}` });
    at = match.index + found.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** Splits text into blocks of this many lines, so that the browser lays out only the visible ones. */
export function splitIntoBlocks(text: string, lines: number): string[] {
  const blocks: string[] = [];
  let start = 0;
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    count += 1;
    if (count % lines !== 0) continue;
    blocks.push(text.slice(start, at));
    start = at + 1;
  }
  blocks.push(text.slice(start));
  return blocks;
}
