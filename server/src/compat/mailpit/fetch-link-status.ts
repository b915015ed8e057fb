import { lookup } from "node:dns";
import http from "node:http";
import https from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";

export interface LinkStatus {
  readonly StatusCode: number;
  readonly Status: string;
}

/** Timeout of one request in milliseconds. */
const REQUEST_TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 5;
/** Mailpit's status for addresses that are not public. */
const BLOCKED_STATUS: LinkStatus = { StatusCode: 451, Status: "Blocked private/reserved address" };

/** Addresses of this machine, of private networks, and other reserved ranges (RFC 6890), in IPv4 and IPv6. */
const reservedAddresses = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  reservedAddresses.addSubnet(net, prefix, "ipv4");
}

/** Only global unicast is requested, without the ranges that embed an IPv4 address or are for documentation. */
const globalUnicastAddresses = new BlockList();
globalUnicastAddresses.addSubnet("2000::", 3, "ipv6");
for (const [net, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  reservedAddresses.addSubnet(net, prefix, "ipv6");
}

export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !reservedAddresses.check(address, "ipv4");
  return (
    isIP(address) === 6 && globalUnicastAddresses.check(address, "ipv6") && !reservedAddresses.check(address, "ipv6")
  );
}

/** Sends a HEAD request. The name is resolved once, and the checked address is the one that is connected to. */
export async function fetchLinkStatus(link: string, follow: boolean): Promise<LinkStatus> {
  let url = URL.parse(link);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
      return { StatusCode: 0, Status: "Not a web address" };
    }
    const answer = await sendHead(url);
    const next = follow && answer.StatusCode >= 300 && answer.StatusCode < 400 ? answer.location : undefined;
    if (next === undefined) return { StatusCode: answer.StatusCode, Status: answer.Status };
    url = URL.parse(next, url.href);
  }
  return { StatusCode: 0, Status: "Too many redirections" };
}

function sendHead(url: URL): Promise<LinkStatus & { readonly location?: string | undefined }> {
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) return Promise.resolve(BLOCKED_STATUS);
  const { promise, resolve } = Promise.withResolvers<LinkStatus & { location?: string | undefined }>();
  const request = (url.protocol === "https:" ? https : http).request(url, {
    method: "HEAD",
    lookup: lookupPublicAddress,
    agent: false,
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    headers: { "user-agent": "Mailglass link check" },
  });
  request.on("response", (response) => {
    response.resume();
    const StatusCode = response.statusCode ?? 0;
    resolve({ StatusCode, Status: http.STATUS_CODES[StatusCode] ?? "", location: response.headers.location });
    request.destroy();
  });
  request.on("error", (error) => {
    resolve(error instanceof BlockedAddressError ? BLOCKED_STATUS : { StatusCode: 0, Status: error.message });
  });
  request.end();
  return promise;
}

class BlockedAddressError extends Error {}

const lookupPublicAddress: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, "");
      return;
    }
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
      callback(new BlockedAddressError(), "");
      return;
    }
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
