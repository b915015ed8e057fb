import { isIP } from "node:net";
import { matchNetworks } from "../base/match-networks.ts";

/** Addresses of this machine, of private networks, and other reserved ranges (RFC 6890). */
const isReserved = matchNetworks([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
]);

/** Of IPv6, only global unicast is public, without the ranges that embed an IPv4 address or are for documentation. */
const isGlobalUnicast = matchNetworks(["2000::/3"]);

/** Whether an IP address is one of the public internet. Anything else that is passed is not. */
export function isPublicAddress(address: string): boolean {
  return (isIP(address) === 4 || isGlobalUnicast(address)) && !isReserved(address);
}
