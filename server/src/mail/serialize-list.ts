import type { Finding } from "@mailglass/shared";
import { findCodes } from "./find-codes.ts";
import { findLinks } from "./find-links.ts";
import { readHeaderFields } from "./header-fields.ts";
import { listFindings } from "./lint-mail.ts";
import type { Mail } from "./mail.ts";
import { takeWithin } from "./message-detail.ts";
import { listParts } from "./parts.ts";
import type { ListView } from "./worker/view-jobs.ts";

/** Maximum length of the items of a list, in UTF-16 code units. */
const MAX_LIST_LENGTH = 4 * 1024 * 1024;

const LIST_VIEWS: Readonly<Record<ListView, (mail: Mail, sessionFindings: readonly Finding[]) => readonly unknown[]>> =
  {
    headers: readHeaderFields,
    parts: listParts,
    links: findLinks,
    codes: findCodes,
    findings: listFindings,
  };

/** Serialises a list as JSON in UTF-8, of bounded size. */
export function serializeList(
  mail: Mail,
  { view, sessionFindings }: { readonly view: ListView; readonly sessionFindings: readonly Finding[] },
) {
  const all = LIST_VIEWS[view](mail, sessionFindings);
  const items = takeWithin(all, MAX_LIST_LENGTH);
  return { json: new TextEncoder().encode(JSON.stringify(items)), isTruncated: items.length < all.length };
}
