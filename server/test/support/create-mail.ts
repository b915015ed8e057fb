import type { Envelope } from "@mailglass/shared";
import type { Mail } from "../../src/mail/mail.ts";
import type { JobSource } from "../../src/mail/worker/job.ts";

/** Creates a mail of these lines (or bytes), with the envelope of an ordinary client. */
export function createMail(source: Buffer | string | readonly string[], envelope: Partial<Envelope> = {}): Mail {
  const raw = Buffer.isBuffer(source) ? source : Buffer.from(typeof source === "string" ? source : source.join("\r\n"));
  return { raw: () => raw, envelope: { ...createEnvelope("jo@example.com", ["zoe@example.net"]), ...envelope } };
}

/** The same as the source of a job, in pieces of at most `chunkBytes`. */
export function createJobSource(id: string, mail: Mail, chunkBytes = Number.POSITIVE_INFINITY): JobSource {
  const raw = mail.raw();
  const chunks: Buffer[] = [];
  for (let at = 0; at < raw.length; at += chunkBytes) chunks.push(raw.subarray(at, at + chunkBytes));
  return { id, size: raw.length, envelope: mail.envelope, chunks: () => chunks, mail: () => mail };
}

export function createEnvelope(from: string, to: readonly string[]): Envelope {
  return {
    greeting: "EHLO",
    helo: "client.example",
    from: { address: from, parameters: [] },
    to: to.map((address) => ({ address, parameters: [] })),
    peer: { address: "127.0.0.1", port: 4711 },
    tls: null,
    auth: null,
  };
}
