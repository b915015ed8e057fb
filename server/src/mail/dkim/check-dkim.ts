import type { DkimCheck, DkimSignatureCheck } from "@mailglass/shared";
import { isTransferEncoded } from "../decode-transfer.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { checkAlignment } from "./check-alignment.ts";
import { type BodyHashResult, checkBodyHash } from "./check-body-hash.ts";
import { type DkimKeyRecord, keyNameOf } from "./dkim-key.ts";
import { findKeyMismatch, parseKeyRecord } from "./parse-key-record.ts";
import type { DkimSignature, SignatureProblem } from "./parse-signature.ts";
import { readSignatures } from "./read-signatures.ts";
import { explainInvalidSignature } from "./verify-signature.ts";

/** Maximum number of names in h= that are reported. */
const MAX_SIGNED_FIELDS = 100;

/**
 * Checks the DKIM signatures of a message and their alignment. The time is linear in the size of the message.
 *
 * @param keys the known keys; a signature without one is checked by its body hash only
 */
export function checkDkim(parsed: ParsedMail, keys: readonly DkimKeyRecord[]): DkimCheck {
  const { signatures, leftOut } = readSignatures(parsed);
  return {
    signatures: signatures.map((one) => ("problem" in one ? reportProblem(one) : checkSignature(parsed, one, keys))),
    leftOut,
    alignment: checkAlignment(parsed),
  };
}

function checkSignature(
  parsed: ParsedMail,
  signature: DkimSignature,
  keys: readonly DkimKeyRecord[],
): DkimSignatureCheck {
  const { field, canonicalization, signedFields } = signature;
  return {
    start: field.start,
    end: field.end,
    problem: null,
    domain: signature.domain,
    keyName: keyNameOf(signature),
    algorithm: signature.algorithm,
    canonicalization: `${canonicalization.header}/${canonicalization.body}`,
    signedFields: signedFields.slice(0, MAX_SIGNED_FIELDS),
    bodyHash: { expected: signature.bodyHash, ...reportBodyHash(hashBody(parsed, signature)) },
    signature: verifyWithKey(parsed, signature, keys),
    weaknesses: findWeaknesses(signature, parsed.deliveredAt),
    omissions: findOmissions(signedFields),
  };
}

/**
 * Recomputes the body hash of a signature.
 *
 * @param explain whether a mismatch is explained, which takes longer
 */
export function hashBody(
  parsed: ParsedMail,
  signature: DkimSignature,
  { explain = true }: { readonly explain?: boolean } = {},
): BodyHashResult {
  const { root } = parsed.tree;
  const isEncoded = root.children.length === 0 && isTransferEncoded(root.encoding);
  const decodeBody = () => (isEncoded ? parsed.decodedBytes(root) : undefined);
  return checkBodyHash({ raw: parsed.raw, bodyStart: parsed.header.bodyStart, decodeBody }, signature, explain);
}

function reportBodyHash({ mismatch, ...result }: BodyHashResult) {
  return { ...result, explanation: mismatch?.explanation ?? null, added: mismatch?.addedRange ?? null };
}

/** Checks a signature with its key, if that is known. */
export function verifyWithKey(
  { raw, header }: ParsedMail,
  signature: DkimSignature,
  keys: readonly DkimKeyRecord[],
): DkimSignatureCheck["signature"] {
  const record = keys.find(({ name }) => name === keyNameOf(signature));
  if (record === undefined || record.text === null)
    return { result: "no-key", key: null, detail: record?.problem ?? null };
  const { source: key } = record;
  const parsed = parseKeyRecord(record.text);
  if ("problem" in parsed) return { result: "invalid", key, detail: parsed.problem };
  const problem =
    findKeyMismatch(parsed.key, signature.algorithm) ?? explainInvalidSignature(raw, header, signature, parsed.key);
  if (problem !== null) return { result: "invalid", key, detail: problem };
  return { result: "valid", key, detail: parsed.notes.join("; ") || null };
}

/**
 * Returns why verifiers may not accept a signature although it is correct.
 *
 * @param at when the message was delivered, in ms since 1970; undefined if that is unknown
 */
export function findWeaknesses(signature: DkimSignature, at: number | undefined): string[] {
  const { algorithm, bodyLength, expiresAt } = signature;
  const weaknesses: string[] = [];
  if (algorithm === "rsa-sha1") weaknesses.push("a=rsa-sha1, which verifiers must not accept (RFC 8301 §3.1)");
  if (bodyLength !== null) weaknesses.push(`l=${bodyLength}: anyone can add text after these bytes of the body`);
  if (expiresAt !== null && at !== undefined && expiresAt * 1000 < at)
    weaknesses.push(`x=${expiresAt}: it had expired when the message arrived`);
  return weaknesses;
}

/** Fields that a signature should cover: a signature without From is invalid (RFC 6376 §5.4). */
const EXPECTED_FIELDS = ["from", "subject"];

/** Returns what a signature should cover and does not. */
export function findOmissions(signedFields: readonly string[]): string[] {
  return EXPECTED_FIELDS.filter((name) => !signedFields.includes(name)).map(
    (name) => `h= has no ${name}, so that the field can be changed without breaking the signature`,
  );
}

function reportProblem({ field, kind, problem }: SignatureProblem): DkimSignatureCheck {
  return {
    start: field.start,
    end: field.end,
    problem,
    domain: "",
    keyName: "",
    algorithm: "",
    canonicalization: "",
    signedFields: [],
    bodyHash: null,
    signature: { result: "invalid", key: null, detail: null },
    weaknesses: [],
    omissions: kind === "incomplete" ? [problem] : [],
  };
}
