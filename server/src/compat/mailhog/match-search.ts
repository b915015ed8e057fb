import type { Envelope } from "@mailglass/shared";
import { readField } from "../../mail/header-fields.ts";
import type { ParsedMail } from "../../mail/parsed-mail.ts";
import { extractSearchTextFrom } from "../../mail/search-index.ts";
import { Utf8Text } from "../utf8-text.ts";

const SEARCH_KINDS = ["from", "to", "containing"] as const;

/** What is looked for. */
export interface MailHogSearch {
  readonly kind: (typeof SEARCH_KINDS)[number];
  readonly query: string;
}

export function isSearchKind(text: unknown): text is MailHogSearch["kind"] {
  return SEARCH_KINDS.some((kind) => kind === text);
}

/** Whether an address of the envelope has a part that is looked for. */
export function matchesEnvelope({ from, to }: Envelope, { kind, query }: MailHogSearch): boolean {
  const wanted = query.toLowerCase();
  const has = ({ address }: { readonly address: string }) => address.toLowerCase().includes(wanted);
  return kind === "from" ? has(from) : kind === "to" && to.some(has);
}

/**
 * Whether a mail has what MailHog finds besides the envelope: a part of the header field, or of the source as it was
 * sent. And what its users expect it to find: words that were sent as quoted-printable or base64.
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

/** Whether a source holds a text that is in lower case. It is looked at in slices, since it may be larger than the heap. */
function sourceContains(source: Buffer, wanted: string): boolean {
  let end = "";
  for (const slice of new Utf8Text(source).slices()) {
    const text = end + slice.toLowerCase();
    if (text.includes(wanted)) return true;
    end = text.slice(Math.max(0, text.length - wanted.length + 1));
  }
  return false;
}
