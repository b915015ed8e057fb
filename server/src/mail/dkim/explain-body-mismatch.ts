import { BODY_VARIANTS, type VariantInput } from "./body-variants.ts";
import { findFooter, findSourceOffset } from "./find-footer.ts";
import type { DkimSignature } from "./parse-signature.ts";
import { createSignatureHash, hashBase64 } from "./signature-hash.ts";

/** Why a hash does not match, as far as it can be told. */
export interface BodyMismatch {
  readonly explanation: string;
  /** What to do; null if only the general advice applies. */
  readonly fix: string | null;
  /** Range of the body that was added after signing; null if unknown. */
  readonly addedRange: { readonly start: number; readonly end: number } | null;
}

/** What the check reads of a message. */
export interface BodySource {
  /** The message from its first header byte: an only LF in it shows how lines end. */
  readonly raw: Buffer;
  /** Offset of the body. */
  readonly bodyStart: number;
  /** Returns the body after its transfer encoding was decoded; undefined if it is not encoded. */
  readonly decodeBody: () => Buffer | undefined;
}

/** Largest body whose mismatch is explained by trying other forms of it, in bytes. That takes about 100 ms per MiB. */
const MAX_EXPLAINED_BYTES = 2 * 1024 * 1024;

/**
 * Explains why the hash of a body is not bh=.
 *
 * @param computed the hash of the body, in base64
 */
export function explainBodyMismatch(
  source: BodySource,
  input: VariantInput,
  signature: DkimSignature,
  computed: string,
): BodyMismatch {
  const { bodyHash, bodyLength } = signature;
  const { canonical, body } = input;
  if (bodyLength !== null && bodyLength > canonical.length) {
    const missing = bodyLength - canonical.length;
    return unfixable(
      `l= says that ${bodyLength} bytes were signed, but the body has ${canonical.length}: ${missing} bytes are missing`,
    );
  }
  const format = describeFormat(computed, bodyHash);
  if (format !== undefined) return { ...format, addedRange: null };
  const footer = findFooter(canonical, createSignatureHash(signature), bodyHash);
  if (footer !== undefined) {
    const received = source.raw.subarray(source.bodyStart);
    const start = source.bodyStart + findSourceOffset(received, canonical, footer);
    return {
      explanation: `the hash matches the first ${footer} of ${canonical.length} canonical bytes: the rest was added after signing`,
      fix: "Add footers and banners before signing, or sign again after adding them",
      addedRange: { start, end: source.raw.length },
    };
  }
  if (body.length <= MAX_EXPLAINED_BYTES) {
    const decoded = source.decodeBody();
    for (const { create, explanation, fix } of BODY_VARIANTS) {
      const variant = create({ ...input, decoded });
      if (variant !== undefined && hashBase64(variant, signature) === bodyHash)
        return { explanation: `the hash matches ${explanation}`, fix, addedRange: null };
    }
  }
  return unfixable(
    `${canonical.length} canonical bytes were received, and no usual change explains the difference: text was changed, or bh= is of another message`,
  );
}

const unfixable = (explanation: string): BodyMismatch => ({ explanation, fix: null, addedRange: null });

/** Explains a bh= that is right, but written in another form than base64 of the hash. */
function describeFormat(computed: string, bodyHash: string): { explanation: string; fix: string } | undefined {
  const bytes = Buffer.from(computed, "base64");
  const hex = bytes.toString("hex");
  const fix = "Write bh= as base64 of the hash's bytes";
  if (bodyHash.toLowerCase() === hex) return { explanation: "bh= is the right hash, but in hexadecimal", fix };
  if (Buffer.from(bodyHash, "base64").toString("latin1").toLowerCase() === hex)
    return { explanation: "bh= is base64 of the right hash in hexadecimal", fix };
  if (Buffer.from(bodyHash, "base64").equals(bytes))
    return { explanation: "bh= is the right hash, but its base64 lacks its padding or uses the URL alphabet", fix };
  return undefined;
}
