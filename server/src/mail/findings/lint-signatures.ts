import { checkAlignment } from "../dkim/check-alignment.ts";
import { findOmissions, findWeaknesses, hashBody, verifyWithKey } from "../dkim/check-dkim.ts";
import type { DkimSignature } from "../dkim/parse-signature.ts";
import { readSignatures } from "../dkim/read-signatures.ts";
import { findField } from "../header-fields.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";

/** Checks DKIM signatures, and compares their domains with that of From. Without a given key, only the body hash is checked. */
export function lintSignatures(parsed: ParsedMail, found: FindingList): void {
  for (const signature of readSignatures(parsed).signatures) {
    const { field } = signature;
    if ("problem" in signature) {
      found.add(signature.kind === "incomplete" ? "dkim-incomplete" : "dkim-signature", field, signature.problem);
      continue;
    }
    for (const weakness of findWeaknesses(signature, parsed.deliveredAt)) found.add("dkim-weak", field, weakness);
    for (const omission of findOmissions(signature.signedFields)) found.add("dkim-incomplete", field, omission);
    lintBodyHash(parsed, signature, found);
    const { result, detail } = verifyWithKey(parsed, signature, parsed.dkimKeys);
    if (result === "invalid") found.add("dkim-signature", field, detail ?? "");
  }
  lintAlignment(parsed, found);
}

function lintBodyHash(parsed: ParsedMail, signature: DkimSignature, found: FindingList): void {
  if (parsed.isSourceCut) return;
  // Rows count findings, and do not show their texts.
  const isForRow = Number.isFinite(parsed.bodyLimitBytes);
  const { matches, mismatch } = hashBody(parsed, signature, { explain: !isForRow });
  if (matches) return;
  found.add(
    "dkim-body-hash",
    mismatch?.addedRange ?? signature.field,
    mismatch?.explanation,
    mismatch?.fix ?? undefined,
  );
}

function lintAlignment(parsed: ParsedMail, found: FindingList): void {
  const { from, envelope, signers, spf, dkim } = checkAlignment(parsed);
  const isUnverified = dkim === "none" || (dkim === "unknown" && spf === "none");
  if (!isUnverified || isListMail(parsed)) return;
  const sender = envelope === null ? "" : `; the envelope's sender is of ${envelope}`;
  const signer = signers.length === 0 ? "" : `; the signature is of ${signers.join(", ")}`;
  found.add("alignment", findField(parsed.header, "from"), `From is of ${from}${sender}${signer}`);
}

/** A list sends what its members wrote with a sender of its own. */
function isListMail({ header }: ParsedMail): boolean {
  return findField(header, "list-id") !== undefined || findField(header, "list-post") !== undefined;
}
