import type { Address } from "@mailglass/shared";
import { AddressScanner, type AddressToken } from "./address-scanner.ts";
import { type AddressForm, readAddressSpec, readLooseAddresses } from "./address-spec.ts";
import { decodeEncodedWords, toOneLine } from "./encoded-words.ts";
import { unquote } from "./map-unquoted.ts";

/** An address from a field, and how it deviates from RFC 5322 §3.4. */
export interface ParsedAddress {
  readonly address: Address;
  readonly form: AddressForm;
}

/**
 * Parses an address list (RFC 5322 §3.4, §4.4) leniently. docs/dependencies.md says why it is hand-written. Time is linear in the
 * length of the text.
 *
 * - Comments, folds and blanks may occur anywhere; a comment becomes the name if there is no other. Groups are replaced by their
 *   members, encoded words in names are decoded, source routes are dropped.
 * - QUIRK: semicolons also separate addresses. A quotation mark, a parenthesis or a `<` that is never closed is text. An
 *   address may follow a name without `<>`, or another address without a comma.
 *
 * @param limit maximum number of addresses
 * @param length maximum length of a name and of an address as written, in UTF-16 code units; the rest is ignored
 */
export function parseAddressList(
  text: string,
  limit: number,
  length: number = Number.POSITIVE_INFINITY,
): ParsedAddress[] {
  const scanner = new AddressScanner(text);
  const found: ParsedAddress[] = [];
  let item = createItem();
  /** A name before a comma. It belongs to the next address if that has a name too: `Doe, Ann <…>`. */
  let fragment: AddressItem | undefined;
  let isInGroup = false;

  function emit(complete: AddressItem): void {
    for (const address of readItem(complete, length)) if (found.length < limit) found.push(address);
  }

  function endItem(separator: "," | ";" | ":" | "end"): void {
    if (fragment !== undefined && item.angle !== undefined && item.name.trim() !== "") {
      item = { ...item, name: `${fragment.name.trim()}, ${item.name.trim()}`, isMalformed: true };
      fragment = undefined;
    } else if (fragment !== undefined) {
      emit(fragment);
      fragment = undefined;
    }
    if (separator === "," && item.angle === undefined && !item.hasAt && item.name.trim() !== "") fragment = item;
    else emit(item);
    item = createItem();
  }

  while (found.length < limit) {
    const token = scanner.next(item.isAfterAt);
    if (token === undefined) break;
    switch (token.kind) {
      case "text":
      case "quoted":
        addText(item, token);
        break;
      case "comment":
        item.comment ||= token.text.slice(1, -1).replace(/\\(.)/gs, "$1");
        item.isAfterComment = true;
        break;
      case "angle":
        if (item.angle !== undefined) {
          // An address follows another one without a comma.
          const name = item.after;
          emit({ ...item, after: "", isMalformed: true });
          item = { ...createItem(), name, isMalformed: true };
        }
        item.angle = token.text;
        item.isMalformed ||= token.isUnclosed;
        break;
      case ":":
        // The text before it is the name of a group.
        item = createItem();
        isInGroup = true;
        break;
      case ";":
        if (!isInGroup) item.isMalformed = true;
        isInGroup = false;
        endItem(";");
        break;
      case ",":
        endItem(",");
        break;
    }
  }
  // The semicolon after the members of a group is missing, or there was to be no group.
  item.isMalformed ||= isInGroup;
  endItem("end");
  return found;
}

/** The text between two separators. */
interface AddressItem {
  /** Text outside <> and comments, with quotation marks. */
  plain: string;
  /** The same text before the <>, without quotation marks. */
  name: string;
  /** The same text after the <>. */
  after: string;
  comment: string;
  /** Whether `name` ends with a blank, and whether a comment follows it. */
  endsWithBlank: boolean;
  isAfterComment: boolean;
  /** Text inside <>. */
  angle: string | undefined;
  /** Whether `plain` has an `@`. */
  hasAt: boolean;
  /** Whether `plain` has an `@` outside quotation marks. */
  hasBareAt: boolean;
  /** Whether `plain` ends with an `@`. */
  isAfterAt: boolean;
  isMalformed: boolean;
}

function createItem(): AddressItem {
  return {
    plain: "",
    name: "",
    after: "",
    comment: "",
    endsWithBlank: false,
    isAfterComment: false,
    angle: undefined,
    hasAt: false,
    hasBareAt: false,
    isAfterAt: false,
    isMalformed: false,
  };
}

function addText(item: AddressItem, { kind, text, isUnclosed }: AddressToken): void {
  item.plain += text;
  const opened = kind === "quoted" ? unquote(text) : text;
  if (item.angle === undefined) addName(item, kind === "text" && item.isAfterComment ? opened.trimStart() : opened);
  else item.after += opened.replaceAll(">", "");
  item.isMalformed ||= item.angle !== undefined && text.includes(">");
  // A name with brackets must be quoted (RFC 5322 §3.2.3). After an @, they are a domain.
  item.isMalformed ||=
    kind === "text" && item.angle === undefined && !item.isAfterAt && !text.startsWith("=?") && /[[\]]/.test(text);
  item.hasAt ||= text.includes("@");
  item.hasBareAt ||= kind === "text" && item.angle === undefined && text.includes("@");
  item.isAfterAt = text.trim() === "" ? item.isAfterAt : text.trimEnd().endsWith("@");
  item.isMalformed ||= isUnclosed;
}

/** Adds to the name. A comment, with the blanks around it, counts as one blank (RFC 5322 §3.2.2). */
function addName(item: AddressItem, text: string): void {
  if (text === "") return;
  const isGap = item.isAfterComment && item.name !== "" && !item.endsWithBlank;
  item.name += isGap ? ` ${text}` : text;
  item.endsWithBlank = text.at(-1)?.trim() === "";
  item.isAfterComment = false;
}

function readItem(item: AddressItem, length: number): ParsedAddress[] {
  // QUIRK: some servers write an empty group in <> if there are no recipients.
  if (item.angle !== undefined && EMPTY_GROUP.test(item.angle)) return [];
  if (item.angle !== undefined) {
    const { address, form } = readAddressSpec(item.angle.slice(0, length));
    const name = [item.name, item.after, item.comment].map((phrase) => decodeName(phrase, length)).find(Boolean) ?? "";
    const isMalformed = item.isMalformed || item.hasBareAt || item.after.trim() !== "";
    return [{ address: { name, address }, form: isMalformed ? "malformed" : form }];
  }
  const plain = item.plain.slice(0, length);
  if (plain.trim() === "") return [];
  return readLooseAddresses(plain).map(({ address, name, form }) => ({
    address: { name: decodeName(name, length) || decodeName(item.comment, length), address },
    form: item.isMalformed ? "malformed" : form,
  }));
}

const EMPTY_GROUP = /^[\w -]{1,80}: *;$/;

function decodeName(phrase: string, length: number): string {
  return toOneLine(decodeEncodedWords(phrase.slice(0, length)));
}
