import { BlockList, isIP } from "node:net";
import { AsnConvert } from "@peculiar/asn1-schema";
import { id_ce_nameConstraints, NameConstraints } from "@peculiar/asn1-x509";
import { X509Certificate } from "@peculiar/x509";

// Import this file on demand: loading the packages is slow.

/**
 * Reads the name constraints of an authority's certificate (RFC 5280 §4.2.1.10).
 *
 * @param cert PEM
 * @returns whether it may issue a certificate for a DNS name or an IP address
 */
export function readPermittedNames(cert: string): (name: string) => boolean {
  const extension = new X509Certificate(cert).getExtension(id_ce_nameConstraints);
  if (extension === null) return () => true;
  const subtrees = AsnConvert.parse(extension.value, NameConstraints).permittedSubtrees ?? [];
  const networks = new BlockList();
  const domains: string[] = [];
  for (const { base } of subtrees) {
    if (base.dNSName !== undefined) domains.push(base.dNSName.toLowerCase());
    if (base.iPAddress !== undefined) addNetwork(networks, base.iPAddress);
  }
  return (name) => {
    const version = isIP(name);
    if (version !== 0) return networks.check(name, version === 4 ? "ipv4" : "ipv6");
    return domains.some((domain) => name === domain || name.endsWith(`.${domain}`));
  };
}

function addNetwork(networks: BlockList, network: string): void {
  const [address = "", prefix] = network.split("/");
  networks.addSubnet(address, Number(prefix), isIP(address) === 4 ? "ipv4" : "ipv6");
}
