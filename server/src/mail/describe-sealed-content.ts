import type { Entity } from "./mime-entity.ts";

/** Explains why an entity's content cannot be read: it needs a key, or CMS. Undefined if it can be read. */
export function describeSealedContent({ contentType, children }: Entity): string | undefined {
  const { value, parameters } = contentType;
  if (value === "multipart/encrypted" && children.length > 0) {
    const isPgp = parameters.get("protocol")?.toLowerCase() === "application/pgp-encrypted";
    return isPgp
      ? "This message is encrypted with OpenPGP (RFC 3156)."
      : "This message is encrypted (multipart/encrypted, RFC 1847).";
  }
  if (!/^application\/(?:x-)?pkcs7-mime$/.test(value)) return undefined;
  switch (parameters.get("smime-type")?.toLowerCase()) {
    case "certs-only":
      return undefined;
    case "signed-data":
      return "This message is signed with S/MIME (RFC 8551), and its content is inside of the signature.";
    case "compressed-data":
      return "This message is compressed with S/MIME (RFC 8551).";
    default:
      return "This message is encrypted with S/MIME (RFC 8551).";
  }
}
