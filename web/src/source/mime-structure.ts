import type { Part } from "@mailglass/shared";

/** The kind of a token, for its colour. */
export type TokenKind = "name" | "value" | "boundary" | "encoded" | "escape" | "text";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** Location of a byte: in the header of a part, in its body, or between the parts of a multipart. */
export interface SourceLocation {
  readonly part: Part;
  readonly in: "header" | "body" | "between";
}

/** Looks up locations in the MIME tree. Parts are nested and do not overlap otherwise. */
export class MimeStructure {
  readonly #children = new Map<string | null, Part[]>();

  constructor(parts: readonly Part[]) {
    for (const part of parts) {
      const siblings = this.#children.get(part.parent) ?? [];
      siblings.push(part);
      this.#children.set(part.parent, siblings);
    }
    for (const siblings of this.#children.values()) siblings.sort((a, b) => a.start - b.start);
  }

  /** Returns the innermost part that contains a byte; null if there is none. */
  at(offset: number): SourceLocation | null {
    let parent: string | null = null;
    let found: Part | null = null;
    for (let depth = 0; depth < 1_000; depth++) {
      const child = lastPartBefore(this.#children.get(parent) ?? [], offset);
      if (!child || offset >= child.end) break;
      found = child;
      parent = child.number;
    }
    if (!found) return null;
    if (offset < found.body) return { part: found, in: "header" };
    return { part: found, in: found.type.startsWith("multipart/") ? "between" : "body" };
  }
}

/** Returns the last part that begins at or before the offset, in O(log n). */
function lastPartBefore(parts: readonly Part[], offset: number): Part | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((parts[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return parts[low - 1];
}

/** Splits the text of a row into tokens, depending on its location. */
export function tokenizeRow(text: string, location: SourceLocation | null, isLineStart: boolean): Token[] {
  if (location === null) return [{ kind: "text", text }];
  if (location.in === "header") return tokenizeHeader(text, isLineStart);
  if (location.in === "between") return [{ kind: text.startsWith("--") ? "boundary" : "text", text }];
  switch (location.part.encoding) {
    case "base64":
      return [{ kind: "encoded", text }];
    case "quoted-printable":
      return splitTokens(text, /(=[0-9A-F]{2}|=$)/gi, "escape", "text");
    default:
      return [{ kind: "text", text }];
  }
}

/** Recognises a field name (RFC 5322 §2.2), and encoded words (RFC 2047) in the value. */
function tokenizeHeader(text: string, isLineStart: boolean): Token[] {
  const name = isLineStart ? /^[!-9;-~]+[ \t]*:/.exec(text)?.[0] : undefined;
  const value = splitTokens(text.slice(name?.length ?? 0), /(=\?[^?\s]+\?[bq]\?[^?\s]*\?=)/gi, "escape", "value");
  return name === undefined ? value : [{ kind: "name", text: name }, ...value];
}

function splitTokens(text: string, cut: RegExp, odd: TokenKind, even: TokenKind): Token[] {
  const tokens: Token[] = [];
  for (const [at, piece] of text.split(cut).entries()) {
    if (piece !== "") tokens.push({ kind: at % 2 === 1 ? odd : even, text: piece });
  }
  return tokens;
}
