import { addMissingCrs, canonicalizeBody } from "./canonicalize-body.ts";
import type { Canonicalization } from "./parse-signature.ts";

/** Another form of a body, which its signer may have hashed instead. */
export interface BodyVariant {
  /** Completes: The hash matches … */
  readonly explanation: string;
  readonly fix: string;
  /** Returns the bytes that were hashed; undefined if this body has no such form. */
  readonly create: (body: VariantInput) => Buffer | undefined;
}

export interface VariantInput {
  /** The body as it was received. */
  readonly body: Buffer;
  /** The canonicalised body, all of it. */
  readonly canonical: Buffer;
  readonly mode: Canonicalization;
  /** The body after its transfer encoding was decoded; undefined for a body that is not encoded. */
  readonly decoded: Buffer | undefined;
}

const CRLF = Buffer.from("\r\n");

/** The simple canonicalisation of an empty body is CR LF, the relaxed one has no bytes (RFC 6376 §3.4.3, §3.4.4). */
const EMPTY_BODY = {
  explanation: "an empty body: the signer was given no body, or bh= was computed before there was one",
  fix: "Give the signer the complete message, after it was built",
};

/** The usual mistakes of signers and changes in transit, in the order in which they are tried. Each takes linear time. */
export const BODY_VARIANTS: readonly BodyVariant[] = [
  { ...EMPTY_BODY, create: () => Buffer.alloc(0) },
  { ...EMPTY_BODY, create: () => CRLF },
  {
    explanation: "the other canonicalisation of the body: c= does not say what the signer did",
    fix: "Write the body's canonicalisation after the slash in c=, such as c=relaxed/relaxed; without it, simple applies",
    create: ({ body, mode }) => canonicalizeBody(body, mode === "simple" ? "relaxed" : "simple"),
  },
  {
    explanation: "the whole body, although l= limits it",
    fix: "Leave out l=",
    create: ({ canonical }) => canonical,
  },
  {
    explanation: "the body with LF line ends: the signer hashed it before its line ends became CR LF",
    fix: "Convert line ends to CR LF before signing",
    create: ({ canonical }) => removeCrs(canonical),
  },
  {
    explanation:
      "the body with LF line ends and without canonicalisation: the signer hashed the text as it was in memory",
    fix: "Convert line ends to CR LF, and canonicalise the body, before hashing it",
    create: ({ body }) => removeCrs(body),
  },
  {
    explanation: "the body with CR LF line ends, but it was sent with lone LFs",
    fix: "Send every line with CR LF, as it was signed",
    create: ({ body, mode }) => canonicalizeBody(addMissingCrs(body), mode),
  },
  {
    explanation: "the body without its last line end: the signer did not canonicalise the end of the body",
    fix: "End the body with CR LF before hashing it",
    create: ({ canonical }) => canonical.subarray(0, Math.max(0, canonical.length - CRLF.length)),
  },
  {
    explanation:
      "the body without canonicalisation: the signer hashed empty lines at its end, or blanks at the ends of lines",
    fix: "Canonicalise the body as c= says before hashing it",
    create: ({ body }) => body,
  },
  {
    explanation: "the body with each leading dot doubled: the signer hashed it after dot-stuffing, which SMTP removes",
    fix: "Sign before dot-stuffing (RFC 5321 §4.5.2)",
    create: ({ canonical }) => replaceAtLineStarts(canonical, ".", ".."),
  },
  {
    explanation: "the body with one dot where lines begin with two: dots were doubled on the way, and not removed",
    fix: "Double leading dots once, as the message is sent (RFC 5321 §4.5.2)",
    create: ({ canonical }) => replaceAtLineStarts(canonical, "..", "."),
  },
  {
    explanation:
      "the decoded text: a server encoded the body after it was signed, or the signer hashed it before encoding",
    fix: "Encode the body as quoted-printable or base64 before signing, so that no server needs to",
    create: ({ decoded, mode }) => decoded && canonicalizeBody(addMissingCrs(decoded), mode),
  },
];

/** Replaces each CR LF by LF. */
function removeCrs(bytes: Buffer): Buffer | undefined {
  return bytes.includes(CRLF) ? replaceAll(bytes, "\r\n", "\n") : undefined;
}

/** Replaces `from` by `to` at the start of each line; undefined if no line starts with it. */
function replaceAtLineStarts(bytes: Buffer, from: string, to: string): Buffer | undefined {
  const isFirst = bytes.subarray(0, from.length).equals(Buffer.from(from));
  if (!isFirst && !bytes.includes(`\n${from}`)) return undefined;
  const replaced = replaceAll(bytes, `\n${from}`, `\n${to}`);
  return isFirst ? Buffer.concat([Buffer.from(to), replaced.subarray(from.length)]) : replaced;
}

function replaceAll(bytes: Buffer, from: string, to: string): Buffer {
  // latin1: one character per byte.
  return Buffer.from(bytes.toString("latin1").replaceAll(from, to), "latin1");
}
