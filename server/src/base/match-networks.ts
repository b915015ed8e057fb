import { BlockList, type IPVersion, isIP } from "node:net";

/**
 * Returns whether an address is in one of these networks. Anything that is not an IP address is in none. Networks of IPv4 also have the
 * addresses that are mapped to IPv6, such as ::ffff:127.0.0.1.
 *
 * @param networks in CIDR notation, or single addresses
 */
export function matchNetworks(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

const familyOf = (address: string): IPVersion => (isIP(address) === 4 ? "ipv4" : "ipv6");
