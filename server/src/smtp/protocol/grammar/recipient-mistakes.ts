import type { BinaryString } from "../bytes/octets.ts";

/** Whether the argument of RCPT has an empty path: `TO:<>`. Only MAIL may have one (RFC 5321 §4.5.5). */
export function isEmptyPath(argument: BinaryString): boolean {
  return /^TO[ \t]*:[ \t]*<[ \t]*>/i.test(argument);
}

/** Returns how to fix an argument of RCPT that has several addresses, or a list as a program prints it; undefined for any other. */
export function fixRecipient(argument: BinaryString): string | undefined {
  if (/[^@,;]@[^@,;]+[,;][^@,;]+@/.test(argument)) return "Send one RCPT TO for each address";
  return /<\[/.test(argument) ? "Pass each address of the list to RCPT TO, not the list as text" : undefined;
}
