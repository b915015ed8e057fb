import type { Envelope } from "@mailglass/shared";
import type { Mail } from "../../src/mail/mail.ts";

/** A mail of these lines (or bytes), with the envelope of an ordinary client. */
export function createMail(source: Buffer | string | readonly string[], envelope: Partial<Envelope> = {}): Mail {
  const raw = Buffer.isBuffer(source) ? source : Buffer.from(typeof source === "string" ? source : source.join("\r\n"));
  return { raw: () => raw, envelope: { ...createEnvelope("jo@example.com", ["zoe@example.net"]), ...envelope } };
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
