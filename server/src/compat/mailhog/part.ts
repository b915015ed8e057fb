import { headerOf } from "./content.ts";
import type { Message } from "./shapes.ts";

/** What a download of an enclosed part needs. */
export interface PartBytes {
  readonly type: string;
  readonly filename: string;
  readonly bytes: Buffer;
}

/** Part `index` of the outermost multipart, with base64 undone and nothing else, as MailHog does. */
export function partBytes(message: Message, index: number): PartBytes | undefined {
  const part = message.MIME?.Parts[index];
  if (part === undefined) return undefined;
  const written = headerOf(part.Headers, "content-type") ?? "";
  const disposition = headerOf(part.Headers, "content-disposition") ?? "";
  const encoding = headerOf(part.Headers, "content-transfer-encoding") ?? "";
  const named = /\b(?:file)?name\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(`${disposition}; ${written}`);
  return {
    type: (written.split(";", 1)[0] ?? "").trim().toLowerCase(),
    filename: named?.[1] ?? named?.[2] ?? `${message.ID}-part-${index}`,
    bytes: Buffer.from(part.Body, /^\s*base64\s*$/i.test(encoding) ? "base64" : "utf8"),
  };
}
