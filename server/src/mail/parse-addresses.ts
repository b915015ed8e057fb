import type { Address } from "@mailglass/shared";
import { AddressScanner, type AddressToken } from "./address-scanner.ts";
import { type AddressForm, readAddressSpec, readLooseAddresses } from "./address-spec.ts";
import { decodeEncodedWords, toOneLine } from "./encoded-words.ts";
import { unquote } from "./map-unquoted.ts";

/** An address as read from a field, and how it deviates from RFC 5322 §3.4. */
export interface ParsedAddress {
  readonly address: Address;
  readonly form: AddressForm;
}

/**
 * An address list (RFC 5322 §3.4, §4.4), read leniently. By hand: see docs/dependencies.md. Time is linear in the length of
 * the text.
 *
 * - Comments, folds and blanks may stand anywhere; a comment becomes the name where there is no other. Groups are opened,
 *   encoded words in names are decoded, source routes are left out.
 * - QUIRK: semicolons separate addresses, too. A quotation mark, a parenthesis or a `<` that is never closed is text. An
 *   address may stand behind a name without `<>`, and an address behind another one without a comma.
 *
 * @param limit addresses after which it stops
 * @param length UTF-16 code units of a name and of an address, as written, that are kept; the rest is passed over
 */
export function parseAddressList(
  text: string,
  limit: number,
  length: number = Number.POSITIVE_INFINITY,
): ParsedAddress[] {
  const scanner = new AddressScanner(text);
  const found: ParsedAddress[] = [];
  let item = createItem();
  /** A name that a comma was taken for the end of, if an address with a name follows. */
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
        break;
      case "angle":
        if (item.angle !== undefined) {
          // An address behind another one, without a comma.
          const name = item.after;
          emit({ ...item, after: "", isMalformed: true });
          item = { ...createItem(), name, isMalformed: true };
        }
        item.angle = token.text;
        item.isMalformed ||= token.isUnclosed;
        break;
      case ":":
        // What stands before is the name of a group.
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
  endItem("end");
  return found;
}

/** What stands between two separators. */
interface AddressItem {
  /** Outside of <> and comments, with quotes as they are. */
  plain: string;
  /** The same before the <>, with quotes opened. */
  name: string;
  /** The same behind the <>. */
  after: string;
  comment: string;
  /** Inside of <>. */
  angle: string | undefined;
  /** Whether `plain` has an `@`. */
  hasAt: boolean;
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
    angle: undefined,
    hasAt: false,
    isAfterAt: false,
    isMalformed: false,
  };
}

function addText(item: AddressItem, { kind, text, isUnclosed }: AddressToken): void {
  item.plain += text;
  const opened = kind === "quoted" ? unquote(text) : text;
  if (item.angle === undefined) item.name += opened;
  else item.after += opened.replaceAll(">", "");
  item.isMalformed ||= item.angle !== undefined && text.includes(">");
  item.hasAt ||= text.includes("@");
  item.isAfterAt = text.trim() === "" ? item.isAfterAt : text.trimEnd().endsWith("@");
  item.isMalformed ||= isUnclosed;
}

function readItem(item: AddressItem, length: number): ParsedAddress[] {
  // QUIRK: an empty group in <>, as some servers write it where there are no recipients.
  if (item.angle !== undefined && EMPTY_GROUP.test(item.angle)) return [];
  if (item.angle !== undefined) {
    const { address, form } = readAddressSpec(item.angle.slice(0, length));
    const name = [item.name, item.after, item.comment].map((phrase) => decodeName(phrase, length)).find(Boolean) ?? "";
    const isMalformed = item.isMalformed || item.after.trim() !== "";
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
