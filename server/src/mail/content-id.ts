import { decodePercent } from "@mailglass/shared";
import { readFieldText } from "./header-fields.ts";
import type { Entity } from "./mime-entity.ts";
import type { ParsedMail } from "./parsed-mail.ts";

/** The Content-ID of an entity, without its angle brackets and the blanks and comments around it; null where it has none. */
export function readContentId({ raw }: ParsedMail, { header }: Entity): string | null {
  return stripBrackets(readFieldText(raw, header, "content-id") ?? "") || null;
}

/** Whether a URL is a `cid:` URL (RFC 2392). The scheme's case does not matter (RFC 3986 §3.1). */
export function isCidUrl(url: string): boolean {
  return /^cid:/i.test(url);
}

/** The Content-ID that a `cid:` URL names, its percent-encoding undone. */
export function decodeCidUrl(url: string): string {
  return decodePercent(readEncodedId(url));
}

/** The Content-IDs that a `cid:` URL may mean, the likely one first: some mailers leave a percent sign unencoded. */
export function listCidCandidates(url: string): string[] {
  return [decodeCidUrl(url), readEncodedId(url)];
}

/** Equal for Content-IDs that differ only in blanks: one may be folded, or a blank be written in one place only. */
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
