import * as Type from "typebox";

const Range = Type.Object({
  start: Type.Integer({ description: "Offset of the first byte of the source" }),
  end: Type.Integer({ description: "Offset after the last byte" }),
});

/** The body hash of a signature, recomputed. */
const BodyHash = Type.Object({
  matches: Type.Boolean(),
  expected: Type.String({ description: "bh=, as written" }),
  computed: Type.String({ description: "Hash of the received body, in base64" }),
  canonicalBytes: Type.Integer({ description: "Length of the canonicalised body" }),
  hashedBytes: Type.Integer({ description: "Number of its bytes that were hashed; fewer with l=" }),
  explanation: Type.Union([Type.String(), Type.Null()], { description: "Why it does not match, as far as known" }),
  added: Type.Union([Range, Type.Null()], { description: "Bytes that were added to the body after signing" }),
});

/** One DKIM-Signature field (RFC 6376 §3.5). */
export const DkimSignatureCheck = Type.Object(
  {
    start: Range.properties.start,
    end: Range.properties.end,
    problem: Type.Union([Type.String(), Type.Null()], { description: "Why the field cannot be checked" }),
    domain: Type.String({ description: "d=" }),
    keyName: Type.String({ description: "Name of the key's TXT record, selector._domainkey.domain" }),
    algorithm: Type.String({ description: "a=, e.g. rsa-sha256" }),
    canonicalization: Type.String({ description: "c= in full, header/body, e.g. relaxed/simple" }),
    signedFields: Type.Array(Type.String(), { description: "h=, in lower case" }),
    bodyHash: Type.Union([BodyHash, Type.Null()]),
    signature: Type.Object({
      result: Type.Union([Type.Literal("valid"), Type.Literal("invalid"), Type.Literal("no-key")]),
      key: Type.Union([Type.Literal("given"), Type.Literal("dns"), Type.Null()], {
        description: "Where the key is from: --dkim-key, or DNS",
      }),
      detail: Type.Union([Type.String(), Type.Null()]),
    }),
    weaknesses: Type.Array(Type.String(), { description: "Why verifiers may not accept it, e.g. sha1, l=, x= past" }),
    omissions: Type.Array(Type.String(), { description: "What it does not sign, e.g. Subject" }),
  },
  { $id: "DkimSignatureCheck" },
);
export type DkimSignatureCheck = Type.Static<typeof DkimSignatureCheck>;

const Alignment = Type.Union(
  [Type.Literal("strict"), Type.Literal("relaxed"), Type.Literal("none"), Type.Literal("unknown")],
  {
    description:
      "strict: the same domain; relaxed: the same organisational domain; unknown: there is nothing to compare",
  },
);

/** The identifiers that DMARC compares (RFC 7489 §3.1). No record is looked up. */
export const AlignmentCheck = Type.Object(
  {
    from: Type.Union([Type.String(), Type.Null()], { description: "Domain of From; null if there is not exactly one" }),
    envelope: Type.Union([Type.String(), Type.Null()], { description: "Domain of the envelope sender" }),
    signers: Type.Array(Type.String(), { description: "Domains of the signatures" }),
    spf: Alignment,
    dkim: Alignment,
  },
  { $id: "AlignmentCheck" },
);
export type AlignmentCheck = Type.Static<typeof AlignmentCheck>;

/** DKIM signatures, and whether their domains align with From. */
export const DkimCheck = Type.Object(
  {
    signatures: Type.Array(DkimSignatureCheck, { description: "The first five" }),
    leftOut: Type.Integer({ description: "Number of further signatures" }),
    alignment: AlignmentCheck,
  },
  { $id: "DkimCheck" },
);
export type DkimCheck = Type.Static<typeof DkimCheck>;
