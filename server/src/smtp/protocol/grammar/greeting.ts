import { type BinaryString, decodeUtf8, isAsciiText } from "../bytes/octets.ts";
import { hasForbiddenCharacters, isAddressLiteral, isDomain, isIpAddress } from "./path.ts";
import type { PeerScope } from "./peer-scope.ts";

export interface GreetingName {
  readonly name: string;
  /** Whether it is a domain or an address literal, as RFC 5321 §4.1.1.1 requires. */
  readonly isValid: boolean;
}

/** Parses the argument of EHLO, HELO or LHLO. Returns undefined if it is empty or has forbidden characters. */
export function parseGreetingName(argument: BinaryString): GreetingName | undefined {
  const decoded = decodeUtf8(argument);
  const name = (decoded ?? argument).trim();
  if (name === "" || hasForbiddenCharacters(name)) return undefined;
  const isDomainName = decoded !== undefined && name.length <= 255 && isDomain(name);
  return { name, isValid: isDomainName || isAddressLiteral(name) };
}

/** Why a name is not that of a host, and whether that is normal for a peer this close. */
export interface GreetingFault {
  readonly reason: string;
  readonly severity: "warning" | "info";
}

/** Names that some libraries send if they do not know the name of the machine. */
const PLACEHOLDER_NAMES = /^localhost\.(?:localdomain|local)$/i;

/** Returns why `name` does not identify a host (RFC 5321 §2.3.5, §4.1.3); undefined if it may. */
export function findGreetingFault({ name, isValid }: GreetingName, scope: PeerScope): GreetingFault | undefined {
  if (isIpAddress(name)) return { reason: `an address without brackets: ${name}`, severity: "warning" };
  if (PLACEHOLDER_NAMES.test(name))
    return { reason: `a placeholder that every machine has: ${name}`, severity: "warning" };
  // RFC 6531 §3.7.1 asks for A-labels: the server may not offer SMTPUTF8.
  if (!isAsciiText(name))
    return { reason: `a name that is not ASCII, without its xn-- form: ${name}`, severity: "warning" };
  if (!isValid) {
    const reason = name.includes("_") ? "a name with an underscore" : "neither a domain nor an address literal";
    return { reason: `${reason}: ${name}`, severity: "warning" };
  }
  if (name.includes(".") || name.startsWith("[")) return undefined;
  return { reason: `a name without a domain: ${name}`, severity: scope === "public" ? "warning" : "info" };
}
