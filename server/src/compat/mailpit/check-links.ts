import type { LinkCheck } from "./api-types.ts";
import { fetchLinkStatus } from "./fetch-link-status.ts";

/** Maximum number of parallel requests. */
const MAX_PARALLEL_REQUESTS = 5;

/**
 * Requests the links of a message (`checkedLinks`) and returns their status. Links are requested only if the operator
 * allowed it: otherwise anyone who can send mail here could make this machine call any other. If not allowed, every
 * link is listed as not checked.
 */
export async function checkLinks(
  urls: readonly string[],
  { fetch, follow }: { readonly fetch: boolean; readonly follow: boolean },
): Promise<LinkCheck> {
  if (!fetch) {
    const Status = "Not checked: the server was not started with --check-links";
    return { Errors: 0, Links: urls.map((URL) => ({ URL, StatusCode: 0, Status })) };
  }
  const links: LinkCheck["Links"][number][] = [];
  for (let at = 0; at < urls.length; at += MAX_PARALLEL_REQUESTS) {
    const batch = urls.slice(at, at + MAX_PARALLEL_REQUESTS);
    const statuses = await Promise.all(batch.map((url) => fetchLinkStatus(url, follow)));
    links.push(...batch.map((URL, index) => ({ URL, ...(statuses[index] ?? { StatusCode: 0, Status: "" }) })));
  }
  return { Errors: links.filter(({ StatusCode }) => StatusCode === 0 || StatusCode >= 400).length, Links: links };
}
