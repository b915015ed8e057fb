import type { Finding } from "@mailglass/shared";
import { findCodes } from "./find-codes.ts";
import { findLinks } from "./find-links.ts";
import type { EnvelopeLines } from "./findings/place-envelope-findings.ts";
import { readHeaderFields } from "./header-fields.ts";
import { listFindings } from "./list-findings.ts";
import type { Mail } from "./mail.ts";
import { takeWithin } from "./message-detail.ts";
import { listParts } from "./parts.ts";
import type { ListParams, ListView } from "./worker/view-jobs.ts";

/** Maximum length of the items of a list, in UTF-16 code units. */
const MAX_LIST_LENGTH = 4 * 1024 * 1024;

type ListBuilder = (
  mail: Mail,
  sessionFindings: readonly Finding[],
  lines: EnvelopeLines | undefined,
) => readonly unknown[];

const LIST_VIEWS: Readonly<Record<ListView, ListBuilder>> = {
  headers: readHeaderFields,
  parts: listParts,
  links: findLinks,
  codes: findCodes,
  findings: listFindings,
};

/** Serialises a list as JSON in UTF-8, of bounded size. */
export function serializeList(mail: Mail, { view, sessionFindings = [], lines }: ListParams) {
  const all = LIST_VIEWS[view](mail, sessionFindings, lines);
  const items = takeWithin(all, MAX_LIST_LENGTH);
  return { json: new TextEncoder().encode(JSON.stringify(items)), isTruncated: items.length < all.length };
}
