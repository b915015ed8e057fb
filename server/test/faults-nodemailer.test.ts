import type { Session } from "@mailglass/shared";
import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import { type Mailglass, startMailglass } from "../src/package/mailglass.ts";

/** Faults of a mail server, each injected by one request, and how nodemailer reacts to them. */

const createLetter = (...to: string[]) => ({ from: "app@example.com", to, subject: "Hello", text: "Hi" });

const createTestTransport = (mail: Mailglass, more: { readonly socketTimeout?: number } = {}) =>
  createTransport({ host: mail.env.SMTP_HOST, port: Number(mail.env.SMTP_PORT), ...more });

/** The newest session, open or closed. */
async function lastSession({ client }: Mailglass): Promise<Session> {
  const { items } = await client.listSessions({ query: { limit: 1 } });
  return client.getSession({ params: { id: items[0]?.id ?? "none" } });
}

/** Returns the end of a transcript from the line that begins with `from`, each line as `kind text`. */
function transcriptTail({ transcript }: Session, from: string): string[] {
  const lines = transcript.map(({ kind, text }) => `${kind} ${text}`);
  return lines.slice(lines.findIndex((line) => line.startsWith(from)));
}

test("greylisting: refused twice, then taken", async () => {
  await using mail = await startMailglass();
  const to = mail.address();
  await mail.fail({ on: "rcpt", match: { to }, reply: "451 4.7.1 Greylisted", times: 2 });
  for (const _attempt of [1, 2]) {
    const refused = { code: "EENVELOPE", responseCode: 451, rejected: [to] };
    await expect(createTestTransport(mail).sendMail(createLetter(to))).rejects.toMatchObject(refused);
  }
  expect(await createTestTransport(mail).sendMail(createLetter(to))).toMatchObject({ accepted: [to] });
  await mail.waitForCount(1, { match: { to }, exactly: true });
});

test("a bounced recipient among good ones: the others get the mail", async () => {
  await using mail = await startMailglass();
  const [ann, gone, jo] = [mail.address("ann"), mail.address("gone"), mail.address("jo")];
  await mail.fail({ on: "rcpt", match: { to: gone }, reply: "550 5.1.1 Gone" });
  expect(await createTestTransport(mail).sendMail(createLetter(ann, gone, jo))).toMatchObject({
    accepted: [ann, jo],
    rejected: [gone],
    rejectedErrors: [{ responseCode: 550, response: "550 5.1.1 Gone" }],
  });
  const { envelope } = await mail.waitFor({ to: ann });
  expect(envelope.to.map(({ address }) => address)).toEqual([ann, jo]);
});

test("a tarpit of 30 seconds: the sender's time-out ends it", async () => {
  await using mail = await startMailglass();
  const to = mail.address();
  await mail.fail({ on: "rcpt", match: { to }, tarpit: 30_000 });
  const sending = createTestTransport(mail, { socketTimeout: 500 }).sendMail(createLetter(to));
  await expect(sending).rejects.toMatchObject({ code: "ETIMEDOUT", message: "Timeout" });
  // It sends DATA together with RCPT; the tarpit delays the replies to both.
  expect(transcriptTail(await lastSession(mail), "client RCPT").slice(0, 3)).toEqual([
    `client RCPT TO:<${to}>`,
    expect.stringMatching(/^fault rcpt: 30000 ms between bytes from here on \(fault .+\)$/),
    "server 250 2.1.5 Recipient OK",
  ]);
  expect(await mail.messages({ to })).toEqual([]);
});

test("a drop in mid-DATA: nothing is kept, and the next attempt is taken", async () => {
  await using mail = await startMailglass();
  const to = mail.address();
  await mail.fail({ on: "data", match: { to }, drop: true, times: 1 });
  const large = { ...createLetter(to), text: "A line of some length.\n".repeat(100_000) };
  // A reset or an end, depending on how much data was in transit.
  const lost = { code: expect.stringMatching(/^(?:ESOCKET|ECONNECTION)$/) };
  await expect(createTestTransport(mail).sendMail(large)).rejects.toMatchObject(lost);
  expect(transcriptTail(await lastSession(mail), "client DATA")).toEqual([
    "client DATA",
    expect.stringMatching(/^fault data: connection dropped \(fault .+\)$/),
    "server 354 End data with <CR><LF>.<CR><LF>",
    "close dropped by a scripted fault",
  ]);
  expect(await mail.messages({ to })).toEqual([]);
  expect(await createTestTransport(mail).sendMail(large)).toMatchObject({ accepted: [to] });
  await mail.waitForCount(1, { match: { to }, exactly: true });
});
