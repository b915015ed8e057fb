import type { ParsedMail } from "../parsed-mail.ts";
import { keyNameOf } from "./dkim-key.ts";
import { type DkimSignature, parseSignature, type SignatureProblem } from "./parse-signature.ts";

/** Maximum number of signatures of one message that are checked. */
const MAX_SIGNATURES = 5;

/** Returns the signatures of a message, and how many more it has. */
export function readSignatures({ raw, header }: ParsedMail): {
  readonly signatures: readonly (DkimSignature | SignatureProblem)[];
  readonly leftOut: number;
} {
  const fields = header.fields.filter(({ key }) => key === "dkim-signature");
  return {
    signatures: fields.slice(0, MAX_SIGNATURES).map((field) => parseSignature(raw, field)),
    leftOut: Math.max(0, fields.length - MAX_SIGNATURES),
  };
}

/** Returns the names of the TXT records with the keys of a message's signatures, without duplicates. */
export function listKeyNames(parsed: ParsedMail): string[] {
  const { signatures } = readSignatures(parsed);
  return [...new Set(signatures.flatMap((one) => ("problem" in one ? [] : [keyNameOf(one)])))];
}
