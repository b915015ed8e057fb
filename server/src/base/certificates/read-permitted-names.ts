import { isIP } from "node:net";
import { AsnConvert } from "@peculiar/asn1-schema";
import { id_ce_nameConstraints, NameConstraints } from "@peculiar/asn1-x509";
import { X509Certificate } from "@peculiar/x509";
import { matchNetworks } from "../match-networks.ts";

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
  const domains = subtrees.flatMap(({ base }) => base.dNSName?.toLowerCase() ?? []);
  const isPermittedAddress = matchNetworks(subtrees.flatMap(({ base }) => base.iPAddress ?? []));
  return (name) =>
    isIP(name) === 0
      ? domains.some((domain) => name === domain || name.endsWith(`.${domain}`))
      : isPermittedAddress(name);
}
