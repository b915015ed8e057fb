import { type LookupAddress, lookup } from "node:dns";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { awaitResponse } from "../base/await-response.ts";
import { isPublicAddress } from "./public-address.ts";

/** What decides which addresses are connected to. Tests replace it. */
export interface AddressPolicy {
  /** Resolves a host name to all of its addresses. */
  readonly resolve: (
    host: string,
    callback: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
  ) => void;
  /** Whether an address may be connected to. */
  readonly isAllowed: (address: string) => boolean;
}

export const PUBLIC_ADDRESSES: AddressPolicy = {
  resolve: (host, callback) => lookup(host, { all: true }, callback),
  isAllowed: isPublicAddress,
};

/** Thrown if a host has an address that must not be connected to. */
export class BlockedAddressError extends Error {
  override name = "BlockedAddressError";
}

/**
 * Sends a HEAD request and returns the header of the answer. The name is resolved once, every address is checked, and the
 * connection uses one of the checked addresses.
 *
 * @throws {BlockedAddressError} if the host has an address that is not allowed
 */
export async function requestHead(
  url: URL,
  policy: AddressPolicy,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly location: string | undefined }> {
  // Node does not look up an address, so that an address in the URL is checked here.
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !policy.isAllowed(literal)) throw new BlockedAddressError();
  const request = (url.protocol === "https:" ? https : http).request(url, {
    method: "HEAD",
    lookup: createCheckedLookup(policy),
    agent: false,
    signal,
    headers: { "user-agent": "Mailglass link check" },
  });
  try {
    const { statusCode = 0, headers } = await awaitResponse(request);
    return { status: statusCode, location: headers.location };
  } finally {
    request.destroy();
  }
}

function createCheckedLookup({ resolve, isAllowed }: AddressPolicy): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) {
        callback(error, "");
        return;
      }
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address)))
        callback(new BlockedAddressError(), "");
      else if (options.all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}
