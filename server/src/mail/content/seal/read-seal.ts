import type { Seal } from "@mailglass/shared";
import type { Entity } from "../../mime-entity.ts";
import type { ParsedMail } from "../../parsed-mail.ts";
import { readCms } from "./read-cms.ts";
import { readOpenPgp } from "./read-openpgp.ts";
import { createSeal } from "./seal-summary.ts";

/** Maximum bytes of a signature or encrypted content that are read. */
const MAX_SEAL_BYTES = 4 * 1024 * 1024;

/** Says how an entity is signed or encrypted, and by or for whom. Never throws: `error` says what cannot be read. */
export function readSeal(parsed: ParsedMail, entity: Entity): Seal {
  const { value, parameters } = entity.contentType;
  const protocol = parameters.get("protocol")?.toLowerCase() ?? "";
  const part = entity.number;
  if (value === "multipart/signed") {
    const signature = entity.children[1];
    if (signature === undefined)
      return createSeal({
        part,
        system: systemOf(protocol),
        kind: "signed",
        error: "It has no part with the signature",
      });
    const type = signature.contentType.value;
    const bytes = readBytes(parsed, signature);
    if (type === "application/pgp-signature") return { ...readOpenPgp(bytes, "signed"), part };
    if (/^application\/(?:x-)?pkcs7-signature$/.test(type)) return { ...readCms(bytes, "signed"), part };
    return createSeal({
      part,
      system: systemOf(protocol),
      kind: "signed",
      error: `The type of its signature is ${type}`,
    });
  }
  if (value === "multipart/encrypted") {
    const content = entity.children[1];
    if (content === undefined)
      return createSeal({
        part,
        system: systemOf(protocol),
        kind: "encrypted",
        error: "It has no part with the encrypted content",
      });
    if (protocol === "application/pgp-encrypted")
      return { ...readOpenPgp(readBytes(parsed, content), "encrypted"), part };
    return createSeal({ part, system: systemOf(protocol), kind: "encrypted", error: null });
  }
  const bytes = readBytes(parsed, entity);
  if (value === "application/pgp-keys") return { ...readOpenPgp(bytes, "key"), part };
  if (value === "text/plain") return { ...readOpenPgp(bytes, undefined), part };
  return { ...readCms(bytes, kindOf(parameters.get("smime-type")?.toLowerCase())), part };
}

function readBytes(parsed: ParsedMail, entity: Entity): Buffer {
  return parsed.decodedBytes(entity).subarray(0, MAX_SEAL_BYTES);
}

function systemOf(protocol: string): Seal["system"] {
  if (protocol.startsWith("application/pgp")) return "OpenPGP";
  return /^application\/(?:x-)?pkcs7/.test(protocol) ? "S/MIME" : "unknown";
}

/** Returns what `smime-type` says (RFC 8551 §3.2.2). */
function kindOf(type: string | undefined): Seal["kind"] {
  switch (type) {
    case "signed-data":
      return "signed";
    case "compressed-data":
      return "compressed";
    case "certs-only":
      return "certificates";
    default:
      return "encrypted";
  }
}
