import { type BinaryString, fromUtf8 } from "./octets.ts";
import { hasForbidden, isAddressLiteral, isDomain } from "./path.ts";

export interface GreetingName {
  readonly name: string;
  /** It is a domain or an address literal, as RFC 5321 §4.1.1.1 wants it. */
  readonly proper: boolean;
}

/** The argument of EHLO, HELO or LHLO; undefined where there is none that could be shown. */
export function parseGreetingName(argument: BinaryString): GreetingName | undefined {
  const name = (fromUtf8(argument) ?? argument).trim();
  if (name === "" || hasForbidden(name)) return undefined;
  return { name, proper: (name.length <= 255 && isDomain(name)) || isAddressLiteral(name) };
}
