import { type BinaryString, decodeUtf8 } from "../bytes/octets.ts";
import { hasForbiddenCharacters, isAddressLiteral, isDomain } from "./path.ts";

export interface GreetingName {
  readonly name: string;
  /** It is a domain or an address literal, as RFC 5321 §4.1.1.1 wants it. */
  readonly isValid: boolean;
}

/** The argument of EHLO, HELO or LHLO; undefined where there is none that could be shown. */
export function parseGreetingName(argument: BinaryString): GreetingName | undefined {
  const name = (decodeUtf8(argument) ?? argument).trim();
  if (name === "" || hasForbiddenCharacters(name)) return undefined;
  return { name, isValid: (name.length <= 255 && isDomain(name)) || isAddressLiteral(name) };
}
