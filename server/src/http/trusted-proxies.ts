import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { FastifyRequest } from "fastify";
import { unmapIpv4Address } from "../base/host.ts";
import { matchNetworks } from "../base/match-networks.ts";

/** What a trusted proxy says about the request that it received. It never says anything about the host: see `checkHost`. */
export interface Forwarded {
  readonly scheme: "http" | "https" | undefined;
  /** Path below which the browser sees this server, without a final slash; empty if there is none. */
  readonly prefix: string;
}

type Request = Pick<IncomingMessage, "headers"> & { readonly socket: { readonly remoteAddress?: string | undefined } };

export type ReadForwarded = (request: Request) => Forwarded;

/** Returns the path at which a browser sees this server: the prefix of a proxy and the base path. Begins and ends with a slash. */
export type PublicPathOf = (request: FastifyRequest) => string;

const NOTHING_FORWARDED: Forwarded = { scheme: undefined, prefix: "" };
const PREFIX_PATTERN = /^(?:\/[A-Za-z0-9._~-]+)+$/;

/**
 * Returns a function that reads the header fields of the proxies in front of this server: `Forwarded` (RFC 7239), or else
 * `X-Forwarded-Proto`, and `X-Forwarded-Prefix`. Those of other peers are ignored.
 *
 * @param networks in CIDR notation
 */
export function trustProxies(networks: readonly string[]): ReadForwarded {
  if (networks.length === 0) return () => NOTHING_FORWARDED;
  const isTrusted = matchNetworks(networks);
  return ({ headers, socket }) => {
    if (!isTrusted(unmapIpv4Address(socket.remoteAddress ?? ""))) return NOTHING_FORWARDED;
    return { scheme: readScheme(headers), prefix: readPrefix(headers) };
  };
}

/** Of several values, the last is that of the nearest proxy, which is the trusted one. */
function readScheme({ forwarded, "x-forwarded-proto": proto }: IncomingHttpHeaders): Forwarded["scheme"] {
  const [, ofForwarded] = /(?:^|[;\s])proto="?([a-z]+)"?\s*(?:;|$)/i.exec(forwarded?.split(",").at(-1) ?? "") ?? [];
  const scheme = (ofForwarded ?? [proto].flat().join(",").split(",").at(-1) ?? "").trim().toLowerCase();
  return scheme === "http" || scheme === "https" ? scheme : undefined;
}

function readPrefix({ "x-forwarded-prefix": field }: IncomingHttpHeaders): string {
  const prefix = [field].flat().join(",").replace(/\/$/, "");
  const isPlain = PREFIX_PATTERN.test(prefix) && !prefix.split("/").some((segment) => /^\.{1,2}$/.test(segment));
  return isPlain ? prefix : "";
}
