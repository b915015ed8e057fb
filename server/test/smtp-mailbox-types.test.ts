import type { Envelope, Finding, Session } from "@mailglass/shared";
import { expect, test } from "vitest";
import type { IncomingMail } from "../src/mailbox/mailbox.ts";
import type { SessionSource } from "../src/mailbox/session-log.ts";
import type { IncomingMessage, SmtpSession } from "../src/smtp/smtp.ts";
import { createSmtpServer } from "../src/smtp/smtp.ts";

/** A message of smtp/ has the type that the mailbox accepts, although neither imports the other. The compiler checks this. */
function toIncoming({ raw, size, envelope, session, receivedAt, findings }: IncomingMessage): IncomingMail {
  return { raw, size, envelope: envelope satisfies Envelope, sessionId: session.id, receivedAt, findings };
}
const toSessionSource = (session: SmtpSession): SessionSource => session;
const toSession = (session: SmtpSession): Session => session.details();
const toFindings = (message: IncomingMessage): readonly Finding[] => message.findings;

test("the engine's hooks can be joined to a mailbox", () => {
  expect([toIncoming, toSessionSource, toSession, toFindings].map((join) => join.length)).toEqual([1, 1, 1, 1]);
  expect(createSmtpServer().address()).toBeUndefined();
});
