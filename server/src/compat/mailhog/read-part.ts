import { Readable } from "node:stream";
import { TimeSlice } from "../../base/time-slice.ts";
import type { Utf8Text } from "../utf8-text.ts";
import type { Content } from "./api-types.ts";
import { findHeaderValue } from "./read-header.ts";

/** An enclosed part for download. */
export interface PartDownload {
  readonly type: string;
  readonly filename: string;
  readonly bytes: Buffer | Readable;
}

/** Bytes decoded at a time. */
const SLICE_BYTES = 64 * 1024;

/**
 * Returns part `index` of the outermost multipart of message `id`. Only base64 is decoded, as in MailHog.
 *
 * @returns undefined if there is no such part
 */
export function readMailHogPart(id: string, { MIME }: Content, index: number): PartDownload | undefined {
  const part = MIME?.Parts[index];
  if (part === undefined) return undefined;
  const written = findHeaderValue(part.Headers, "content-type") ?? "";
  const disposition = findHeaderValue(part.Headers, "content-disposition") ?? "";
  const encoding = findHeaderValue(part.Headers, "content-transfer-encoding") ?? "";
  const named = /\b(?:file)?name\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(`${disposition}; ${written}`);
  return {
    type: (written.split(";", 1)[0] ?? "").trim().toLowerCase(),
    filename: named?.[1] ?? named?.[2] ?? `${id}-part-${index}`,
    bytes: /^\s*base64\s*$/i.test(encoding) ? Readable.from(decodeBase64InSlices(part.Body)) : part.Body.bytes,
  };
}

/** Decodes base64 up to the first padding, in slices, so that the event loop can handle other work in between. */
export async function* decodeBase64InSlices({ bytes }: Utf8Text): AsyncGenerator<Buffer> {
  const slice = new TimeSlice();
  let rest = "";
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    const [text = "", padding] = bytes.toString("latin1", at, at + SLICE_BYTES).split("=", 2);
    const digits = rest + text.replace(/[^\w+/-]/g, "");
    const whole = padding === undefined ? digits.length - (digits.length % 4) : digits.length;
    rest = digits.slice(whole);
    yield Buffer.from(digits.slice(0, whole), "base64");
    if (padding !== undefined) return;
    if (slice.isOver) await slice.pause();
  }
  yield Buffer.from(rest, "base64");
}
