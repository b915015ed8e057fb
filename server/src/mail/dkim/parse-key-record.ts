import { createPublicKey, type KeyObject } from "node:crypto";
import type { SignatureAlgorithm } from "./parse-signature.ts";
import { parseTagList, removeBlanks } from "./parse-tag-list.ts";

/** A public key, or why there is none. */
export type ParsedKey = { readonly key: KeyObject; readonly notes: readonly string[] } | { readonly problem: string };

/** The SubjectPublicKeyInfo of an Ed25519 key without its 32 bytes (RFC 8410 §4). */
const ED25519_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
const ED25519_KEY_BYTES = 32;

/** RFC 8301 §3.2: signatures of shorter keys must not be accepted. */
export const MIN_RSA_BITS = 1024;

/**
 * Parses a DKIM key: the text of a TXT record (RFC 6376 §3.6.1), as such or as in a zone file ("…" "…"), or PEM. A private key in
 * PEM gives its public key.
 */
export function parseKeyRecord(text: string): ParsedKey {
  if (text.includes("-----BEGIN")) return readKey(() => createPublicKey(text), "the PEM cannot be read as a key");
  const record = joinZoneStrings(text);
  const tags = parseTagList(record);
  const value = tags?.get("p");
  if (tags === undefined || value === undefined) return { problem: "the record has no p= with a key" };
  if ((tags.get("v") ?? "DKIM1") !== "DKIM1")
    return { problem: `the record says v=${tags.get("v")} instead of v=DKIM1` };
  if (value === "") return { problem: "the key was revoked: p= is empty" };
  const type = (tags.get("k") ?? "rsa").toLowerCase();
  const bytes = Buffer.from(removeBlanks(value), "base64");
  const parsed = parseKeyBytes(type, bytes);
  if ("problem" in parsed) return parsed;
  const isTest = tags
    .get("t")
    ?.split(":")
    .some((flag) => flag.trim() === "y");
  return isTest ? { ...parsed, notes: ["t=y: the record is for testing, and verifiers may ignore it"] } : parsed;
}

/** Returns why the key cannot have made a signature of this algorithm; undefined if it can. */
export function findKeyMismatch(key: KeyObject, algorithm: SignatureAlgorithm): string | undefined {
  const wanted = algorithm === "ed25519-sha256" ? "ed25519" : "rsa";
  const found = key.asymmetricKeyType ?? "unknown";
  if (found !== wanted) return `the signature says a=${algorithm}, but the key is of type ${found}`;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS;
  return wanted === "rsa" && bits < MIN_RSA_BITS ? `the key has ${bits} bits of at least ${MIN_RSA_BITS}` : undefined;
}

function parseKeyBytes(type: string, bytes: Buffer): ParsedKey {
  if (type === "ed25519") {
    if (bytes.length !== ED25519_KEY_BYTES)
      return { problem: `p= has ${bytes.length} bytes; an Ed25519 key has ${ED25519_KEY_BYTES}` };
    const der = Buffer.concat([ED25519_PREFIX, bytes]);
    return readKey(() => createPublicKey({ key: der, format: "der", type: "spki" }), "p= is not an Ed25519 key");
  }
  if (type !== "rsa") return { problem: `the record says k=${type}, which is neither rsa nor ed25519` };
  const spki = readKey(() => createPublicKey({ key: bytes, format: "der", type: "spki" }), "p= is not an RSA key");
  // QUIRK: RFC 6376 says RSAPublicKey, its example and nearly everyone use SubjectPublicKeyInfo; verifiers accept both.
  if ("key" in spki) return spki;
  return readKey(() => createPublicKey({ key: bytes, format: "der", type: "pkcs1" }), spki.problem);
}

function readKey(read: () => KeyObject, problem: string): ParsedKey {
  try {
    return { key: read(), notes: [] };
  } catch {
    return { problem };
  }
}

/** Joins the strings of a record in zone-file form: `name IN TXT ( "v=DKIM1; " "p=…" )`. Other text is returned as it is. */
function joinZoneStrings(text: string): string {
  const strings = [...text.matchAll(/"([^"]*)"/g)].map(([, string = ""]) => string);
  return strings.length === 0 ? text : strings.join("").replaceAll("\\;", ";");
}
