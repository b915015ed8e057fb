import { constants, createHash, type KeyObject, publicDecrypt, verify } from "node:crypto";
import type { FieldRange, HeaderBlock } from "../header-block.ts";
import { canonicalizeField, canonicalizeSignatureField, selectSignedFields } from "./canonicalize-header.ts";
import type { Canonicalization, DkimSignature } from "./parse-signature.ts";

/** Maximum number of signed fields that are left out one by one to explain a failure. */
const MAX_TRIED_FIELDS = 50;
/** Maximum length of the signed text for which a failure is explained that way. */
const MAX_EXPLAINED_LENGTH = 256 * 1024;

/** Returns null if the signature is valid for the header (RFC 6376 §3.7); otherwise why it is not. */
export function explainInvalidSignature(
  raw: Buffer,
  header: HeaderBlock,
  signature: DkimSignature,
  key: KeyObject,
): string | null {
  const { field: own, signedFields, canonicalization } = signature;
  // A signature never covers itself, but it may cover an earlier one.
  const others = header.fields.filter((field) => field !== own);
  const signed = selectSignedFields(others, signedFields);
  const lines = (fields: readonly FieldRange[], mode: Canonicalization) => [
    ...fields.map((field) => canonicalizeField(raw, field, mode)),
    canonicalizeSignatureField(raw, own, mode),
  ];
  const isValid = (text: readonly string[]) => isSignatureOf(text.join(""), signature, key);

  const mode = canonicalization.header;
  const asSigned = lines(signed, mode);
  if (isValid(asSigned)) return null;
  const otherMode = mode === "simple" ? "relaxed" : "simple";
  if (isValid(lines(signed, otherMode)))
    return `it is valid with ${otherMode} canonicalisation of the header, but c= says ${mode}`;
  const length = asSigned.reduce((sum, line) => sum + line.length, 0);
  const tried = length <= MAX_EXPLAINED_LENGTH ? signed.slice(0, MAX_TRIED_FIELDS) : [];
  const added = tried.find((_, at) => isValid(asSigned.toSpliced(at, 1)));
  if (added !== undefined) return `it is valid without the field ${added.name}, which was added after signing`;
  if (isValid(lines(selectSignedFields(others.toReversed(), signedFields), mode)))
    return "it is valid with the first of several fields of one name; the last must be signed first";
  return describeMismatch(signature, key);
}

function isSignatureOf(text: string, { algorithm, signature }: DkimSignature, key: KeyObject): boolean {
  const bytes = Buffer.from(text, "latin1");
  try {
    // RFC 8463 §3: Ed25519 signs the hash.
    if (algorithm === "ed25519-sha256") return verify(null, hashOf("sha256", bytes), key, signature);
    return verify(algorithm === "rsa-sha1" ? "sha1" : "sha256", bytes, key, signature);
  } catch {
    return false;
  }
}

const hashOf = (name: string, bytes: Buffer) => createHash(name).update(bytes).digest();

/** An RSA signature can be opened with its key, which tells a wrong key from a changed header. */
function describeMismatch({ algorithm, signature, domain, selector }: DkimSignature, key: KeyObject): string {
  const record = `${selector}._domainkey.${domain}`;
  if (algorithm === "ed25519-sha256")
    return `a signed field or the DKIM-Signature was changed, or another key than that of ${record} signed it`;
  try {
    publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return "the key is the right one: a signed field, or the DKIM-Signature itself, was changed after signing";
  } catch {
    return `another key than that of ${record} signed it, or b= was damaged`;
  }
}
