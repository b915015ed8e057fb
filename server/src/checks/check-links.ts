import { STATUS_CODES } from "node:http";
import type { LinkStatus } from "@mailglass/shared";
import { Slots } from "../base/slots.ts";
import type { CheckLinks } from "../mailbox/network-checks.ts";
import { describeNetworkError } from "./describe-network-error.ts";
import { limitTime } from "./limit-time.ts";
import { type AddressPolicy, BlockedAddressError, PUBLIC_ADDRESSES, requestHead } from "./request-head.ts";

export interface LinkCheckOptions {
  readonly policy?: AddressPolicy;
  /** Time for one link with its redirects, in ms. */
  readonly linkTimeoutMs?: number;
  /** Time for all links of one call, in ms. */
  readonly timeoutMs?: number;
}

/** Maximum number of links that are requested in one call. */
const MAX_LINKS = 100;
/** Maximum number of requests at a time, over all calls. */
const MAX_PARALLEL_REQUESTS = 5;
const MAX_REDIRECTS = 5;

/**
 * Creates a check of links: each is requested once, with HEAD. Private and reserved addresses are never connected to, also not by a
 * redirect.
 */
export function createLinkCheck({
  policy = PUBLIC_ADDRESSES,
  linkTimeoutMs = 10_000,
  timeoutMs = 60_000,
}: LinkCheckOptions = {}): CheckLinks {
  const slots = new Slots(MAX_PARALLEL_REQUESTS);
  return async function checkLinks(urls, { follow, signal }) {
    const end = limitTime(signal, timeoutMs);
    const checkLink = async (url: string) =>
      end.aborted
        ? toSkippedStatus(url, "not requested: the time for all links was used up")
        : followLink(url, follow, policy, limitTime(end, linkTimeoutMs));
    const checked = await Promise.all(
      urls.slice(0, MAX_LINKS).map(async (url) => {
        const free = await slots.take();
        return checkLink(url).finally(free);
      }),
    );
    const others = urls
      .slice(MAX_LINKS)
      .map((url) => toSkippedStatus(url, `not requested: only the first ${MAX_LINKS} links are`));
    return [...checked, ...others];
  };
}

const toSkippedStatus = (url: string, detail: string): LinkStatus => ({
  url,
  outcome: "skipped",
  status: null,
  detail,
  redirects: [],
});

async function followLink(
  link: string,
  follow: boolean,
  policy: AddressPolicy,
  signal: AbortSignal,
): Promise<LinkStatus> {
  const redirects: string[] = [];
  const result = (outcome: LinkStatus["outcome"], status: number | null, detail: string): LinkStatus => ({
    url: link,
    outcome,
    status,
    detail,
    redirects,
  });
  try {
    let url = URL.parse(link);
    for (;;) {
      if (url === null || (url.protocol !== "http:" && url.protocol !== "https:"))
        return result("broken", null, redirects.length === 0 ? "not a web address" : "redirected to no web address");
      const { status, location } = await requestHead(url, policy, signal);
      if (location === undefined || !follow || status < 300 || status > 399)
        return result(outcomeOf(status), status, STATUS_CODES[status] ?? "");
      if (redirects.length === MAX_REDIRECTS) return result("broken", status, `more than ${MAX_REDIRECTS} redirects`);
      url = URL.parse(location, url.href);
      redirects.push(url?.href ?? location);
    }
  } catch (error) {
    if (error instanceof BlockedAddressError) return result("blocked", null, "private or reserved address");
    return result("broken", null, describeNetworkError(error));
  }
}

/** A server that does not support HEAD may still answer GET. */
function outcomeOf(status: number): LinkStatus["outcome"] {
  if (status === 405 || status === 501) return "unclear";
  return status >= 200 && status < 400 ? "ok" : "broken";
}
