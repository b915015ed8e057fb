import type { Envelope } from "@mailglass/shared";
import type { IncomingMail } from "../../src/mailbox/mailbox.ts";
import { createEnvelope } from "./create-mail.ts";

export interface IncomingOptions {
  readonly from?: string;
  readonly to?: readonly string[];
  readonly subject?: string;
  readonly text?: string;
  /** Replaces members of the result. */
  readonly raw?: Buffer | readonly string[];
  readonly envelope?: Partial<Envelope>;
  readonly receivedAt?: number;
}

/** Creates a message as the SMTP engine delivers it. */
export function createIncoming(options: IncomingOptions = {}): IncomingMail {
  const { from = "jo@example.com", to = ["zoe@example.net"], subject = "Hello", text = "Hello Zoe" } = options;
  const lines = options.raw ?? [`From: ${from}`, `To: ${to.join(", ")}`, `Subject: ${subject}`, "", text, ""];
  const raw = Buffer.isBuffer(lines) ? lines : Buffer.from(lines.join("\r\n"));
  const envelope = { ...createEnvelope(from, to), ...options.envelope };
  return {
    raw: [raw],
    size: raw.length,
    envelope,
    sessionId: null,
    receivedAt: options.receivedAt ?? 1_000,
    findings: [],
  };
}
