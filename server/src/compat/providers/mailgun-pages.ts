import type { ReadCall } from "./provider.ts";
import { invalid } from "./provider-error.ts";

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

/** The addresses of other pages. Libraries follow them, so that they are absolute. */
interface Paging {
  readonly first: string;
  readonly last: string;
  readonly next: string;
  readonly previous: string;
}

/**
 * Returns a page of a list as Mailgun does: `page` is first, last, next or previous, the latter two of the item `p`.
 *
 * @throws {ProviderError} if `limit` or `page` is not valid
 */
export function paginate(
  items: readonly string[],
  { query, url }: ReadCall,
): { readonly page: readonly string[]; readonly paging: Paging } {
  const { page = "first", p: pivot = "" } = query;
  // The address of a page has a limit, to which the library adds that of the program.
  const limitText = query["limit"]?.split(", ", 1)[0] ?? String(DEFAULT_LIMIT);
  const limit = Number(limitText);
  if (!/^\d{1,4}$/.test(limitText) || limit < 1) throw invalid("limit", "Invalid parameter: limit");
  const size = Math.min(limit, MAX_LIMIT);
  const start = startOf(items, { page, pivot, size });
  const end = page.startsWith("prev")
    ? Math.min(items.length, start + size, Math.max(0, items.indexOf(pivot)))
    : start + size;
  const shown = items.slice(start, end);
  const urlOf = (name: string, of?: string) => {
    const target = new URL(url);
    const parameters = { page: name, ...(of !== undefined && { p: of }), limit: String(size) };
    target.search = new URLSearchParams(parameters).toString();
    return target.href;
  };
  return {
    page: shown,
    paging: {
      first: urlOf("first"),
      last: urlOf("last"),
      next: urlOf("next", shown.at(-1) ?? pivot),
      previous: urlOf("previous", shown[0] ?? pivot),
    },
  };
}

function startOf(
  items: readonly string[],
  { page, pivot, size }: { readonly page: string; readonly pivot: string; readonly size: number },
): number {
  const at = items.indexOf(pivot);
  switch (page) {
    case "":
    case "first":
      return 0;
    case "last":
      return Math.max(0, items.length - size);
    case "next":
      return at === -1 ? items.length : at + 1;
    case "prev":
    case "previous":
      return Math.max(0, at - size);
    default:
      throw invalid("page", "Invalid parameter: page");
  }
}
