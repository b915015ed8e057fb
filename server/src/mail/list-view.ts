import { codes } from "./codes.ts";
import { findings } from "./findings.ts";
import { headerFields } from "./header.ts";
import { links } from "./links.ts";
import type { Mail } from "./mail.ts";
import { itemsWithin } from "./message-detail.ts";
import { parts } from "./parts.ts";
import type { ListView } from "./worker/view-jobs.ts";

/** UTF-16 code units of the items of a list. */
const MAX_LIST = 4 * 1024 * 1024;

const LISTS: Readonly<Record<ListView, (mail: Mail) => readonly unknown[]>> = {
  headers: headerFields,
  parts,
  links,
  codes,
  findings,
};

/** A list as JSON in UTF-8, of bounded size. */
export function listView(
  mail: Mail,
  { view, before }: { readonly view: ListView; readonly before: readonly unknown[] },
) {
  const all = [...before, ...LISTS[view](mail)];
  const items = itemsWithin(all, MAX_LIST);
  return { json: new TextEncoder().encode(JSON.stringify(items)), isCut: items.length < all.length };
}
