import { matchNetworks } from "./match-networks.ts";

// Also matches IPv4 addresses mapped to IPv6: ::ffff:127.0.0.1 and ::ffff:7f00:1.
const isLoopbackAddress = matchNetworks(["127.0.0.0/8", "::1"]);

/**
 * Returns whether a host name or IP address (without brackets) always means this machine: `localhost`, a name below it
 * (RFC 6761 §6.3), 127.0.0.0/8, ::1, and the former mapped to IPv6.
 */
export function isLoopback(host: string): boolean {
  return isLoopbackAddress(host) || /(?:^|\.)localhost$/i.test(host);
}

/** Returns whether a server that listens on this address can be reached on every address of the machine. */
export const isWildcard = (host: string): boolean => host === "0.0.0.0" || host === "::";

/** Returns an IPv4 address that is mapped to IPv6 in its IPv4 form; any other address unchanged. */
export function unmapIpv4Address(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}
