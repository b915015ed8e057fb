import { BlockList, isIP } from "node:net";

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

/** Only global unicast is public, without the ranges that embed an IPv4 address or are for documentation. */
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

/** Whether an IP address is one of the public internet. Anything else that is passed is not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !reservedAddresses.check(address, "ipv4");
  return (
    isIP(address) === 6 && globalUnicastAddresses.check(address, "ipv6") && !reservedAddresses.check(address, "ipv6")
  );
}
