import { type BinaryString, decodeUtf8 } from "../bytes/octets.ts";
import { hasForbiddenCharacters, isAddressLiteral, isDomain } from "./path.ts";

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
