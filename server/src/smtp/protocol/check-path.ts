import { type BinaryString, isAsciiText } from "./bytes/octets.ts";
import type { PathArgument } from "./grammar/path-argument.ts";
import { WIRE_FINDINGS } from "./record/wire-findings.ts";
import type { Reply } from "./reply.ts";
import type { SessionOutput } from "./session-output.ts";
import type { Transaction } from "./transaction.ts";

/**
 * Adds the findings on the path of MAIL or RCPT to the session and to the transaction. Returns the refusal that they require, if any.
 *
 * @param fix replaces the advice of the findings on the grammar
 */
export function checkPath(
  output: SessionOutput,
  { path, findings }: PathArgument,
  argument: BinaryString,
  transaction: Pick<Transaction, "usesSmtputf8" | "findings">,
  fix?: string,
): Reply | undefined {
  const list = transaction.findings;
  let refusal: Reply | undefined;
  for (const code of findings) refusal ??= output.addFinding(code, argument, list, { fix });
  // Also without strict mode: no server accepts it, and the address would be a guess.
  if (findings.includes("display-name-in-path")) refusal ??= WIRE_FINDINGS["display-name-in-path"].refusal;
  if (path.parameters.length > 0 && output.record.greeting === "HELO")
    refusal ??= output.addFinding("parameters-after-helo", argument, list);
  if (!transaction.usesSmtputf8 && !isAsciiText(path.address))
    refusal ??= output.addFinding("utf8-address-without-smtputf8", path.address, list);
  return refusal;
}
