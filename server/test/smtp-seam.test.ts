import type { Envelope, Finding, Session } from "@mailglass/shared";
import { expect, test } from "vitest";
import type { FaultContext, Incoming, SessionSource } from "../src/mailbox/mailbox.ts";
import type { IncomingMessage, FaultContext as SmtpFaultContext, SmtpSession } from "../src/smtp/smtp.ts";
import { createSmtpServer } from "../src/smtp/smtp.ts";

/** What smtp/ hands over fits what the other rooms take, though neither imports the other: the compiler reads this. */
function incoming({ raw, size, envelope, session, receivedAt, findings }: IncomingMessage): Incoming {
  return { raw, size, envelope: envelope satisfies Envelope, sessionId: session.id, receivedAt, findings };
}
const source = (session: SmtpSession): SessionSource => session;
const context = (fault: SmtpFaultContext): FaultContext => fault;
const whole = (session: SmtpSession): Session => session.whole();
const findings = (message: IncomingMessage): readonly Finding[] => message.findings;

test("the engine's hooks can be joined to a mailbox", () => {
  expect([incoming, source, context, whole, findings].map((join) => join.length)).toEqual([1, 1, 1, 1, 1]);
  expect(createSmtpServer().address()).toBeUndefined();
});
