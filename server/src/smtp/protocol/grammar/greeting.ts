import { type BinaryString, decodeUtf8 } from "../bytes/octets.ts";
import { hasForbiddenCharacters, isAddressLiteral, isDomain } from "./path.ts";

export interface GreetingName {
  readonly name: string;
  /** Whether it is a domain or an address literal, as RFC 5321 §4.1.1.1 requires. */
  readonly isValid: boolean;
}

/** Parses the argument of EHLO, HELO or LHLO. Returns undefined if it is empty or has forbidden characters. */
export function parseGreetingName(argument: BinaryString): GreetingName | undefined {
  const name = (decodeUtf8(argument) ?? argument).trim();
  if (name === "" || hasForbiddenCharacters(name)) return undefined;
  return { name, isValid: (name.length <= 255 && isDomain(name)) || isAddressLiteral(name) };
}
