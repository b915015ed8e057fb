import type { Entity } from "./mime-entity.ts";

/** Explains why an entity's content cannot be read: it needs a key, or CMS. Undefined if it can be read. */
export function describeSealedContent({ contentType, disposition, parent, children }: Entity): string | undefined {
  const { value, parameters } = contentType;
  if (value === "multipart/encrypted" && children.length > 0) {
    const isPgp = parameters.get("protocol")?.toLowerCase() === "application/pgp-encrypted";
    return isPgp
      ? "This message is encrypted with OpenPGP (RFC 3156)."
      : "This message is encrypted (multipart/encrypted, RFC 1847).";
  }
  // QUIRK: some gateways replace the type of a message that is S/MIME as a whole, and only its name says so.
  const name = disposition?.parameters.get("filename") ?? parameters.get("name") ?? "";
  const isNamed = value === "application/octet-stream" && parent === null && /\.p7m$/i.test(name);
  if (!isNamed && !/^application\/(?:x-)?pkcs7-mime$/.test(value)) return undefined;
  switch (parameters.get("smime-type")?.toLowerCase()) {
    case "certs-only":
      return parent === null ? "This message has certificates only (S/MIME, RFC 8551)." : undefined;
    case "signed-data":
      return "This message is signed with S/MIME (RFC 8551), and its content is inside of the signature.";
    case "compressed-data":
      return "This message is compressed with S/MIME (RFC 8551).";
    case "enveloped-data":
    case "authenveloped-data":
      return "This message is encrypted with S/MIME (RFC 8551).";
    default:
      return "This message is signed or encrypted with S/MIME (RFC 8551).";
  }
}
