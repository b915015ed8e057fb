import { createClient } from "@mailglass/shared/client";
import { EmailParams, MailerSend, Recipient, Sender } from "mailersend";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";

/* MailerSend's bulk emails and their status, and the members of an email that become header fields. */

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterEach(async () => {
  const client = createClient({ url: app.origin });
  await client.deleteMessages();
  await client.deleteFaults();
});
afterAll(() => app.close());

function createMailerSend(apiKey = "mlsn.test"): MailerSend {
  const mailerSend = new MailerSend({ apiKey });
  Object.assign(mailerSend.email, { baseUrl: `${app.origin}/v1` });
  return mailerSend;
}

const email = (...to: readonly string[]) =>
  new EmailParams()
    .setFrom(new Sender("jo@example.com"))
    .setTo(to.map((address) => new Recipient(address)))
    .setSubject("Hi")
    .setText("Hello");

test("the library sends a bulk email and asks for its status", async () => {
  const { body } = await createMailerSend().email.sendBulk([email("zoe@example.net"), email("ann@example.net")]);
  const status = await createMailerSend().email.getBulkStatus(body.bulk_email_id);
  expect(status.body.data).toMatchObject({
    id: body.bulk_email_id,
    state: "completed",
    total_recipients_count: 2,
    suppressed_recipients_count: 0,
    validation_errors_count: 0,
    messages_id: [expect.any(String), expect.any(String)],
  });
  const other = createMailerSend("mlsn.other").email.getBulkStatus(body.bulk_email_id);
  await expect(other).rejects.toMatchObject({ statusCode: 404 });
});

test("the status counts rejected recipients", async () => {
  const client = createClient({ url: app.origin });
  await client.addFault({ body: { on: "http", match: { to: "gone@example.net" }, reject: true } });
  const { body } = await createMailerSend().email.sendBulk([email("zoe@example.net"), email("gone@example.net")]);
  const status = await createMailerSend().email.getBulkStatus(body.bulk_email_id);
  expect(status.body.data).toMatchObject({ total_recipients_count: 2, suppressed_recipients_count: 1 });
  expect(status.body.data.messages_id).toHaveLength(1);
});

test("a bulk email of more than 500 messages is refused", async () => {
  const response = await fetch(`${app.origin}/v1/bulk-email`, {
    method: "POST",
    headers: CREDENTIALS["mailersend"] ?? {},
    body: JSON.stringify(Array.from({ length: 501 }, () => email("zoe@example.net"))),
  });
  expect(response.status).toBe(422);
  expect(await response.json()).toEqual({
    message: expect.stringContaining("500"),
    errors: { message: [expect.stringContaining("500")] },
  });
  expect((await createClient({ url: app.origin }).listMessages()).total).toBe(0);
});

test("In-Reply-To, References and Precedence are header fields", async () => {
  const reply = email("zoe@example.net").setInReplyTo("<b@example.com>").setReferences(["<a@example.com>"]);
  await createMailerSend().email.send(reply.setPrecedenceBulk(true));
  const { headers } = await createClient({ url: app.origin }).getLatestMessage();
  const values = Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value]));
  expect(values).toMatchObject({
    "in-reply-to": "<b@example.com>",
    references: "<a@example.com>",
    precedence: "bulk",
  });
});
