import { findTextUrls } from "@mailglass/shared";

/** A piece of plain text; `href` is set if it is a link. */
export interface TextPiece {
  readonly text: string;
  readonly href?: string;
}

/** A local part has at most 64 bytes (RFC 5321 §4.5.3.1.1). */
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g;

/** Cuts text at the addresses in it: http, https and mailto only, nothing that a page could run. */
export function linkify(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  const addPlain = (end: number) => {
    if (end > at) pieces.push(...linkifyEmails(text.slice(at, end)));
  };
  for (const { href, start, end } of findTextUrls(text)) {
    addPlain(start);
    pieces.push({ text: text.slice(start, end), href });
    at = end;
  }
  addPlain(text.length);
  return pieces;
}

function linkifyEmails(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const { 0: email, index } of text.matchAll(EMAIL)) {
    if (index > at) pieces.push({ text: text.slice(at, index) });
    pieces.push({ text: email, href: `mailto:${email}` });
    at = index + email.length;
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
