import type { Envelope } from "@mailglass/shared";
import { readField } from "../../mail/header-fields.ts";
import type { ParsedMail } from "../../mail/parsed-mail.ts";
import { extractSearchTextFrom } from "../../mail/search-index.ts";
import { Utf8Text } from "../utf8-text.ts";

const SEARCH_KINDS = ["from", "to", "containing"] as const;

/** A search. */
export interface MailHogSearch {
  readonly kind: (typeof SEARCH_KINDS)[number];
  readonly query: string;
}

export function isSearchKind(text: unknown): text is MailHogSearch["kind"] {
  return SEARCH_KINDS.some((kind) => kind === text);
}

/** Returns whether an address of the envelope contains the search text. */
export function matchesEnvelope({ from, to }: Envelope, { kind, query }: MailHogSearch): boolean {
  const wanted = query.toLowerCase();
  const has = ({ address }: { readonly address: string }) => address.toLowerCase().includes(wanted);
  return kind === "from" ? has(from) : kind === "to" && to.some(has);
}

/**
 * Returns whether a mail matches MailHog's search outside the envelope: in the header field, or in the source as
 * sent. Beyond MailHog, it also finds words in quoted-printable and base64 content, as users expect.
 */
export function matchesSource(parsed: ParsedMail, { kind, query }: MailHogSearch): boolean {
  const wanted = query.toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(wanted);
  const { fields } = parsed.header;
  if (kind !== "containing") {
    return fields.some((field) => {
      if (field.key !== kind) return false;
      const { value, raw } = readField(parsed.raw, field);
      return has(value) || has(raw);
    });
  }
  return (
    sourceContains(parsed.raw, wanted) ||
    fields.some((field) => has(readField(parsed.raw, field).value)) ||
    extractSearchTextFrom(parsed).includes(wanted)
  );
}

/**
 * Returns whether a source contains a lower-case text. Searched in slices, because the source may be larger than the
 * heap.
 */
function sourceContains(source: Buffer, wanted: string): boolean {
  let end = "";
  for (const slice of new Utf8Text(source).slices()) {
    const text = end + slice.toLowerCase();
    if (text.includes(wanted)) return true;
    end = text.slice(Math.max(0, text.length - wanted.length + 1));
  }
  return false;
}
