import * as Type from "typebox";

/** A key or certificate that signed content, or that can decrypt it. Nothing here was verified. */
export const SealKey = Type.Object(
  {
    name: Type.String({ description: "Subject of the certificate; empty if it is not included" }),
    addresses: Type.Array(Type.String(), { description: "Mail addresses that the certificate names" }),
    issuer: Type.String({ description: "Issuer of the certificate; empty for OpenPGP" }),
    keyId: Type.String({ description: "Serial number of the certificate, or OpenPGP key id, in hexadecimal" }),
    validFrom: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
    validTo: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
    signedAt: Type.Union([Type.String({ format: "date-time" }), Type.Null()], {
      description: "When the signature says it was made",
    }),
  },
  { $id: "SealKey" },
);
export type SealKey = Type.Static<typeof SealKey>;

/** Signed or encrypted content: S/MIME (RFC 8551) or OpenPGP (RFC 3156, or in the text). */
export const Seal = Type.Object(
  {
    part: Type.String({ description: "`number` of the part" }),
    system: Type.Union([Type.Literal("S/MIME"), Type.Literal("OpenPGP"), Type.Literal("unknown")]),
    kind: Type.Union([
      Type.Literal("signed"),
      Type.Literal("encrypted"),
      Type.Literal("compressed"),
      Type.Literal("certificates"),
      Type.Literal("key"),
    ]),
    summary: Type.String({ description: "What it is, in one sentence" }),
    algorithms: Type.Array(Type.String(), { description: "Digests of a signature, or the cipher" }),
    signers: Type.Array(SealKey, { description: "The first 20" }),
    recipients: Type.Array(SealKey, { description: "Who can decrypt it; the first 20" }),
    text: Type.Union([Type.String(), Type.Null()], {
      description: "Text inside of an S/MIME signature that encloses its content; at most 20,000 characters",
    }),
    error: Type.Union([Type.String(), Type.Null()], { description: "Why its details cannot be read" }),
  },
  { $id: "Seal" },
);
export type Seal = Type.Static<typeof Seal>;

/** A winmail.dat (TNEF, MS-OXTNEF), which few mail programs but Outlook can open. */
export const TnefContent = Type.Object(
  {
    part: Type.String({ description: "`number` of the part" }),
    files: Type.Array(Type.Object({ name: Type.String(), size: Type.Integer({ description: "Bytes" }) }), {
      description: "The first 100 files in it",
    }),
    fileCount: Type.Integer(),
    messageClass: Type.String({ description: "e.g. IPM.Microsoft Mail.Note; empty if it has none" }),
    error: Type.Union([Type.String(), Type.Null()], { description: "Why it cannot be read completely" }),
  },
  { $id: "TnefContent" },
);
export type TnefContent = Type.Static<typeof TnefContent>;
