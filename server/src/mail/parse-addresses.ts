import type { Address } from "@mailglass/shared";
import { decodeEncodedWords, toOneLine } from "./encoded-words.ts";

/**
 * An address list (RFC 5322 §3.4), read leniently: whatever stands between two commas becomes an address. Groups are
 * opened, comments become the name where there is no other, encoded words in names are decoded.
 *
 * @param limit addresses after which it stops
 * @param length UTF-16 code units of a name, an address or a comment, as written, that are kept; the rest is passed over
 */
export function parseAddresses(text: string, limit: number, length: number = Number.POSITIVE_INFINITY): Address[] {
  const found: Address[] = [];
  let piece = createPiece();
  let offset = 0;
  const flush = () => {
    const address = toAddress(piece);
    if (address !== undefined) found.push(address);
    piece = createPiece();
  };
  /** A part of the text, as much of it as is kept where `kept` are there already. */
  const part = (start: number, end: number, kept = 0) => text.slice(start, Math.min(end, start + length - kept));
  while (offset < text.length && found.length < limit) {
    if (piece.plain.length >= length) {
      const end = endOfPhrase(text, offset);
      piece.hasBracket ||= text.slice(offset, end).includes("[");
      offset = end;
    }
    const character = text[offset];
    switch (character) {
      case undefined:
        break;
      case '"': {
        const end = closingQuoteEnd(text, offset, '"');
        const quoted = part(offset, end, piece.plain.length);
        piece.plain += quoted;
        piece.phrase += unquote(quoted.slice(1, end - 1 - offset));
        piece.hasBracket ||= text.slice(offset, end).includes("[");
        offset = end;
        break;
      }
      case "(": {
        const end = closingCommentEnd(text, offset);
        piece.comment = piece.comment || unquote(part(offset + 1, end - 1));
        offset = end;
        break;
      }
      case "<": {
        const end = text.indexOf(">", offset);
        piece.angle = part(offset + 1, end < 0 ? text.length : end);
        offset = end < 0 ? text.length : end + 1;
        break;
      }
      case ":":
        // The name of a group; inside of an address it can only be part of a domain literal.
        if (!piece.hasBracket) piece = createPiece();
        else if (piece.plain.length < length) piece.plain += ":";
        offset++;
        break;
      case ",":
      case ";":
        flush();
        offset++;
        break;
      default: {
        const end = nextSpecial(text, offset + 1);
        const words = part(offset, end, piece.plain.length);
        piece.plain += words;
        piece.phrase += words;
        piece.hasBracket ||= text.slice(offset, end).includes("[");
        offset = end;
      }
    }
  }
  if (found.length < limit) flush();
  return found;
}

/** What was read since the last comma. */
interface AddressPiece {
  /** Outside of <> and comments, quotes as they are. */
  plain: string;
  /** The same with quotes opened: the display name, where an address in <> follows. */
  phrase: string;
  comment: string;
  angle: string | undefined;
  /** Whether a domain literal was begun. */
  hasBracket: boolean;
}

function createPiece(): AddressPiece {
  return { plain: "", phrase: "", comment: "", angle: undefined, hasBracket: false };
}

function toAddress({ plain, phrase, comment, angle }: AddressPiece): Address | undefined {
  if (angle !== undefined)
    return {
      name: decodeDisplayName(phrase) || decodeDisplayName(comment),
      address: stripSourceRoute(toOneLine(angle)),
    };
  const lone = toOneLine(plain);
  if (lone === "") return undefined;
  // Without an @ it is a local user, if it can be an address at all.
  if (lone.includes("@") || !/\s/.test(lone)) return { name: decodeDisplayName(comment), address: lone };
  return { name: decodeDisplayName(phrase), address: "" };
}

function decodeDisplayName(phrase: string): string {
  return toOneLine(decodeEncodedWords(phrase));
}

/** A source route (RFC 5322 §4.4) in front of the address is obsolete and leads nowhere. */
function stripSourceRoute(address: string): string {
  const colon = address.indexOf(":");
  return address.startsWith("@") && colon > 0 ? address.slice(colon + 1) : address;
}

const SPECIAL_CHARACTER = /["(<:,;]/g;

function nextSpecial(text: string, from: number): number {
  SPECIAL_CHARACTER.lastIndex = from;
  return SPECIAL_CHARACTER.exec(text)?.index ?? text.length;
}

/** Offset of the next character that ends a phrase: outside of quotes one of `(<:,;`. */
function endOfPhrase(text: string, start: number): number {
  let isQuoted = false;
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === BACKSLASH) {
      if (isQuoted) at++;
    } else if (unit === QUOTE) isQuoted = !isQuoted;
    else if (!isQuoted && PHRASE_ENDS.has(unit)) return at;
  }
  return text.length;
}

const QUOTE = 34;
const BACKSLASH = 92;
const PHRASE_ENDS = new Set(Array.from("(<:,;", (letter) => letter.charCodeAt(0)));

/** Offset after the quote that closes the one at `start`; the end of the text where there is none. */
function closingQuoteEnd(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

function closingCommentEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const letter = text[at];
    if (letter === "\\") at++;
    else if (letter === "(") depth++;
    else if (letter === ")" && --depth === 0) return at + 1;
  }
  return text.length;
}

function unquote(text: string): string {
  return text.includes("\\") ? text.replace(/\\(.)/gs, "$1") : text;
}
