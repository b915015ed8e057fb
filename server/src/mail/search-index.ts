import { entityFilename } from "./classify-parts.ts";
import { collapseSpaces } from "./encoded-words.ts";
import { scanMessageHeader } from "./entity-header.ts";
import type { HeaderBlock } from "./header-block.ts";
import { readDecodedValues } from "./header-fields.ts";
import { htmlToText } from "./html-to-text.ts";
import type { Mail } from "./mail.ts";
import type { Entity } from "./mime-entity.ts";
import { ParsedMail } from "./parsed-mail.ts";

/** What searches need of the structure of a message. */
export interface ContentIndex {
  /** File names of attachments, folded, with a line end before and after each. */
  readonly filenames: string;
  readonly hasHtml: boolean;
}

export function createContentIndex({ content: { attached, html } }: ParsedMail): ContentIndex {
  return { filenames: indexFilenames(attached.map(({ entity }) => entity)), hasHtml: html.length > 0 };
}

/** Maximum characters of one name, and of all names of a message. The index is kept as long as the message. */
const MAX_FILENAME_LENGTH = 1024;
const MAX_FILENAMES_LENGTH = 256 * 1024;

function indexFilenames(attached: readonly Entity[]): string {
  let names = "";
  for (const entity of attached) {
    const name = foldText((entityFilename(entity) ?? "").slice(0, MAX_FILENAME_LENGTH));
    if (names.length + name.length <= MAX_FILENAMES_LENGTH) names += `\n${name}\n`;
  }
  return names;
}

/** Maximum bytes of text that are searched. */
export const MAX_SEARCH_TEXT_BYTES = 512 * 1024;

/** Returns the text of a message, folded: all text parts, and the visible text of the HTML parts. */
export function extractSearchText(mail: Mail): string {
  return extractSearchTextFrom(new ParsedMail(mail, MAX_SEARCH_TEXT_BYTES));
}

/** Like `extractSearchText`, for a mail that is already parsed. */
export function extractSearchTextFrom(parsed: ParsedMail): string {
  const texts: string[] = [];
  let left = MAX_SEARCH_TEXT_BYTES;
  for (const part of [...parsed.content.text, ...parsed.content.html]) {
    const text = parsed.bodyPartText(part, left);
    texts.push(part.kind === "html" ? htmlToText(text) : text);
    left -= Math.min(left, parsed.decodedBytes(part.entity).length);
  }
  return foldText(texts.join("\n"));
}

/** Maximum length of all fields of one name that are searched, in UTF-16 code units. */
const MAX_VALUES_LENGTH = 1024 * 1024;

/** Returns the values of all header fields of this name (lower case), folded. */
export function readFoldedValues(mail: Mail, key: string): readonly string[] {
  return foldValues(mail.raw(), scanMessageHeader(mail.raw()), key);
}

/** Like `readFoldedValues`, for a header that is already read. */
export function foldValues(raw: Buffer, header: HeaderBlock, key: string): readonly string[] {
  let left = MAX_VALUES_LENGTH;
  return readDecodedValues(raw, header, key).flatMap((value) => {
    if (left <= 0) return [];
    left -= value.length;
    return [foldText(value)];
  });
}

/** Folds a text for comparison in a search: lower case, and one space for each run of blanks and line ends. */
export function foldText(text: string): string {
  return collapseSpaces(text).toLowerCase();
}
