import { findField, readFieldText } from "../header-fields.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { removeComments } from "../remove-comments.ts";
import type { FindingList } from "./finding-list.ts";
import { isEmptyValue } from "./lint-field-names.ts";

/** Maximum length of a value that is checked, in UTF-16 code units. */
const MAX_LENGTH = 8 * 1024;

/** Checks the form of List-Unsubscribe (RFC 2369 §2) and List-Id (RFC 2919 §2). */
export function lintListFields(parsed: ParsedMail, found: FindingList): void {
  const check = (
    key: string,
    code: "list-unsubscribe-malformed" | "list-id-malformed",
    isValid: (value: string) => boolean,
  ) => {
    const written = readFieldText(parsed.raw, parsed.header, key)?.slice(0, MAX_LENGTH);
    if (written === undefined || isEmptyValue(written) || isValid(written)) return;
    found.add(code, findField(parsed.header, key), written);
  };
  check("list-unsubscribe", "list-unsubscribe-malformed", (value) => readListUrls(value) !== undefined);
  check("list-id", "list-id-malformed", isListId);
}

/**
 * Returns the URLs of a List-… field (RFC 2369 §2), without folds; undefined if it is not a list of URLs in angle brackets.
 * Comments may follow a URL.
 */
export function readListUrls(value: string): string[] | undefined {
  const urls = Array.from(value.matchAll(/<([^<>]*)>/g), ([, url = ""]) => url.replace(/\s+/g, ""));
  const rest = removeComments(value.replace(/<[^<>]*>/g, "<>")).replace(/\s+/g, "");
  const isList =
    /^,*<>(?:,+<>)*,*$/.test(rest) && urls.every((url) => /^[a-z][a-z0-9+.-]*:(?!.*,(?:mailto|https?):)./i.test(url));
  return isList ? urls : undefined;
}

/** A phrase, and a name with a dot in angle brackets. */
function isListId(value: string): boolean {
  return /^[^<>]*<[^\s<>@:/]+\.[^\s<>@:/]+>\s*$/.test(removeComments(value));
}
