import { decodePercent } from "@mailglass/shared";
import { readFieldText } from "./header-fields.ts";
import type { Entity } from "./mime-entity.ts";

/** Returns the Content-ID of an entity without angle brackets and surrounding blanks and comments; null if it has none. */
export function readContentId({ source, header }: Entity): string | null {
  return stripBrackets(readFieldText(source, header, "content-id") ?? "") || null;
}

/** Whether a URL is a `cid:` URL (RFC 2392). The case of the scheme does not matter (RFC 3986 §3.1). */
export function isCidUrl(url: string): boolean {
  return /^cid:/i.test(url);
}

/** Returns the Content-ID that a `cid:` URL names, percent-decoded. */
export function decodeCidUrl(url: string): string {
  return decodePercent(readEncodedId(url));
}

/** Returns the Content-IDs that a `cid:` URL may mean, most likely first: some mailers leave a percent sign unencoded. */
export function listCidCandidates(url: string): string[] {
  return [decodeCidUrl(url), readEncodedId(url)];
}

/** Returns a key that is equal for Content-IDs that differ only in blanks, for example because one is folded. */
export function toContentIdKey(contentId: string): string {
  return contentId.replace(/\s+/g, "");
}

function readEncodedId(url: string): string {
  return stripBrackets(url.slice("cid:".length));
}

function stripBrackets(text: string): string {
  const [, inner] = /<([^<>]*)>/.exec(text) ?? [];
  return (inner ?? text.replace(/^\s*<|>\s*$/g, "")).trim();
}
