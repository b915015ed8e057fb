import { mapUnquoted, unquote } from "./map-unquoted.ts";
import { removeComments } from "./remove-comments.ts";

/**
 * `standard`: follows RFC 5322 §3.4. `obsolete`: follows §4.4, which every reader must accept. `malformed`: follows neither;
 * the result is a guess.
 */
export type AddressForm = "standard" | "obsolete" | "malformed";

const LOCAL_PART = String.raw`(?:"(?:[^"\\]|\\.)*"|[^\s@<>"(),;:\\[\]])+`;
const DOMAIN = String.raw`(?:\[[^[\]\\]*\]|[^\s@<>"(),;:\\[\]]+)`;
const ADDRESS = new RegExp(`^${LOCAL_PART}@${DOMAIN}$`, "s");

/** Whether a text is an address: a local part, quoted or not, an `@`, and a domain or a domain literal (RFC 5322 §3.4.1). */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** An address without anything that has to be removed: nearly all are. */
const PLAIN_ADDRESS = /^[\w+-]+(?:\.[\w+-]+)*@[\w-]+(?:\.[\w-]+)*$/;

/** Reads the text inside `<>`. Comments, folds and a source route are dropped; only the address is returned. */
export function readAddressSpec(text: string): { address: string; form: AddressForm } {
  if (PLAIN_ADDRESS.test(text)) return { address: text, form: "standard" };
  const plain = collapseBlanks(removeComments(text)).trim();
  // A source route is obsolete and ignored (RFC 5322 §4.4).
  const [route = ""] = /^(?:, ?)*@[^:"]*: ?/.exec(plain) ?? [];
  const [scheme = ""] = /^mailto: ?/i.exec(plain) ?? [];
  const written = plain.slice(route.length + scheme.length);
  const address = joinParts(written);
  // <> is the empty reverse-path (RFC 5321 §4.5.5).
  if (scheme !== "" || (address !== "" && !isAddress(address))) return { address, form: "malformed" };
  return { address, form: route !== "" || address !== written ? "obsolete" : "standard" };
}

/** UTF-16 code units of a word that may be an address: no line has more (RFC 5322 §2.1.1). */
const MAX_WORD_LENGTH = 998;

/** Reads addresses without `<>`, possibly several in a row or after a name. A single word without `@` is a local user. */
export function readLooseAddresses(text: string): { name: string; address: string; form: AddressForm }[] {
  if (PLAIN_ADDRESS.test(text)) return [{ name: "", address: text, form: "standard" }];
  const plain = collapseBlanks(text).trim();
  const joined = joinParts(plain);
  // Outlook puts an address that is its own name in single quotes. They may be part of an address.
  if (isAddress(joined) && !/^'.+'$/.test(joined))
    return [{ name: "", address: joined, form: joined === plain ? "standard" : "obsolete" }];
  const words = splitWords(mapUnquoted(plain, (part) => part.replace(/ ?@ ?/g, "@")));
  const candidates = words.map((word) =>
    word.includes("@") && word.length <= MAX_WORD_LENGTH ? unquoteWord(word).replace(/^[<'[]+|[>'\]]+$/g, "") : "",
  );
  const addresses = candidates.filter(isAddress);
  if (addresses.length > 1 && addresses.length === words.length)
    return addresses.map((address) => ({ name: "", address, form: "malformed" }));
  const index = candidates.findIndex(isAddress);
  const address = candidates[index];
  if (address !== undefined) {
    const name = words.filter((_, at) => at !== index).map(unquoteWord);
    return [{ name: name.join(" "), address, form: "malformed" }];
  }
  const isName = plain.startsWith("=?") && plain.endsWith("?=");
  if (!isName && (plain.includes("@") || words.length === 1)) return [{ name: "", address: plain, form: "malformed" }];
  return [{ name: words.map(unquoteWord).join(" "), address: "", form: "malformed" }];
}

function collapseBlanks(text: string): string {
  return mapUnquoted(text, (part) => part.replace(/\s+/g, " "));
}

/** Removes the blanks around dots and the `@`, which RFC 5322 §4.4 allows outside quotes. */
function joinParts(collapsed: string): string {
  return mapUnquoted(collapsed, (part) => part.replace(/ ?([@.]) ?/g, "$1"));
}

function splitWords(collapsed: string): string[] {
  return mapUnquoted(collapsed, (part) => part.replaceAll(" ", "\n")).split("\n");
}

function unquoteWord(word: string): string {
  return word.length > 1 && word.startsWith('"') && word.endsWith('"') ? unquote(word) : word;
}
