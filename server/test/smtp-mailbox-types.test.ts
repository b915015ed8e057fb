import type { Envelope, Finding, Session } from "@mailglass/shared";
import { expect, test } from "vitest";
import type { FaultContext, IncomingMail, SessionSource } from "../src/mailbox/mailbox.ts";
import type { IncomingMessage, FaultContext as SmtpFaultContext, SmtpSession } from "../src/smtp/smtp.ts";
import { createSmtpServer } from "../src/smtp/smtp.ts";

/** What smtp/ hands over fits what the other rooms take, though neither imports the other: the compiler reads this. */
function toIncoming({ raw, size, envelope, session, receivedAt, findings }: IncomingMessage): IncomingMail {
  return { raw, size, envelope: envelope satisfies Envelope, sessionId: session.id, receivedAt, findings };
}
const toSessionSource = (session: SmtpSession): SessionSource => session;
const toFaultContext = (fault: SmtpFaultContext): FaultContext => fault;
const toSession = (session: SmtpSession): Session => session.details();
const toFindings = (message: IncomingMessage): readonly Finding[] => message.findings;

test("the engine's hooks can be joined to a mailbox", () => {
  expect([toIncoming, toSessionSource, toFaultContext, toSession, toFindings].map((join) => join.length)).toEqual([
    1, 1, 1, 1, 1,
  ]);
  expect(createSmtpServer().address()).toBeUndefined();
});
