import { createClient } from "@mailglass/shared/client";
import { ServerClient } from "postmark";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";

/*
 * Faults with `reject`: the provider rejects some recipients of a request and sends the rest.
 */

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

const GONE = "gone@example.net";
const ZOE = "zoe@example.net";

const addFault = (rule: object = {}) =>
  createClient({ url: app.origin }).addFault({ body: { on: "http", match: { to: GONE }, reject: true, ...rule } });

interface Sent {
  readonly status: number;
  readonly body: unknown;
  readonly id: string | null;
  /** Recipients of the messages that were stored. */
  readonly stored: readonly string[];
}

async function send(provider: string, path: string, body: unknown, more: Record<string, string> = {}): Promise<Sent> {
  const response = await fetch(new URL(path, app.origin), {
    method: "POST",
    headers: { ...CREDENTIALS[provider], ...more },
    body: typeof body === "string" || body instanceof FormData ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  const { items } = await createClient({ url: app.origin }).listMessages();
  return {
    status: response.status,
    body: isJson && text !== "" ? JSON.parse(text) : text,
    id: response.headers.get("x-message-id"),
    stored: items.flatMap(({ recipients }) => recipients).toSorted(),
  };
}

const email = (address: string) => ({ email: address });

describe("Postmark", () => {
  const message = (to: string) => ({ From: "jo@example.com", To: to, Subject: "Hi", TextBody: "Hello" });

  test("fails the message with its error 406 and sends the rest of the batch", async () => {
    await addFault();
    const { status, body, stored } = await send("postmark", "/email/batch", [message(GONE), message(ZOE)]);
    expect([status, stored]).toEqual([200, [ZOE]]);
    expect(body).toEqual([
      { ErrorCode: 406, Message: expect.stringContaining(`Found inactive addresses: ${GONE}.`) },
      expect.objectContaining({ ErrorCode: 0, To: ZOE }),
    ]);
  });

  test("names the inactive recipients of a message that has others", async () => {
    await addFault();
    const { status, body, stored } = await send("postmark", "/email", message(`${GONE}, ${ZOE}`));
    expect([status, stored]).toEqual([200, [ZOE]]);
    expect(body).toMatchObject({
      ErrorCode: 0,
      Message: expect.stringContaining(`these inactive addresses: ${GONE}.`),
    });
  });

  test("its library finds the address in the error", async () => {
    await addFault();
    const client = new ServerClient("token", { useHttps: false, requestHost: new URL(app.origin).host });
    await expect(client.sendEmail(message(GONE))).rejects.toMatchObject({
      name: "InactiveRecipientsError",
      code: 406,
      statusCode: 422,
      recipients: [GONE],
    });
  });
});

test("each message is an attempt", async () => {
  await addFault({ match: {}, after: 1, times: 1 });
  const messages = ["a", "b", "c"].map((name) => ({
    From: "jo@example.com",
    To: `${name}@example.net`,
    TextBody: "Hello",
  }));
  const { body, stored } = await send("postmark", "/email/batch", messages);
  expect(body).toMatchObject([{ ErrorCode: 0 }, { ErrorCode: 406 }, { ErrorCode: 0 }]);
  expect(stored).toEqual(["a@example.net", "c@example.net"]);
});

test("the request that is shown has the reply to the program", async () => {
  await addFault();
  const { body } = await send("cloudflare", "/client/v4/accounts/1/email/sending/send", {
    from: "jo@example.com",
    to: [GONE, ZOE],
    subject: "Hi",
    text: "Hello",
  });
  expect(body).toMatchObject({ result: { delivered: [ZOE], permanent_bounces: [GONE] } });
  const client = createClient({ url: app.origin });
  const { id } = await client.getLatestMessage();
  expect(JSON.parse((await client.getRequest({ params: { id } })).reply.body)).toEqual(body);
});

describe("Resend", () => {
  const batch = [GONE, ZOE].map((to) => ({ from: "jo@example.com", to, subject: "Hi", text: "Hello" }));

  test("lists the errors of a permissive batch", async () => {
    await addFault();
    const headers = { "x-batch-validation": "permissive" };
    const { status, body, stored } = await send("resend", "/emails/batch", batch, headers);
    expect([status, stored]).toEqual([200, [ZOE]]);
    expect(body).toEqual({
      data: [{ id: expect.any(String) }],
      errors: [{ index: 0, message: expect.stringContaining(GONE) }],
    });
  });

  test("refuses a strict batch", async () => {
    await addFault();
    const { status, body, stored } = await send("resend", "/emails/batch", batch);
    expect([status, stored]).toEqual([422, []]);
    expect(body).toMatchObject({ statusCode: 422, name: "validation_error" });
  });
});

describe("Amazon SES", () => {
  test("reports the entry", async () => {
    await addFault();
    const { body, stored } = await send("ses", "/v2/email/outbound-bulk-emails", {
      FromEmailAddress: "jo@example.com",
      DefaultContent: { Template: { TemplateContent: { Subject: "Hi", Text: "Hello" }, TemplateData: "{}" } },
      BulkEmailEntries: [GONE, ZOE].map((address) => ({ Destination: { ToAddresses: [address] } })),
    });
    expect(stored).toEqual([ZOE]);
    expect(body).toMatchObject({
      BulkEmailEntryResults: [
        { Status: "MESSAGE_REJECTED", Error: expect.stringContaining(GONE) },
        { Status: "SUCCESS", MessageId: expect.any(String) },
      ],
    });
  });

  test("reports the destination (version 1)", async () => {
    await addFault();
    const form = new URLSearchParams({
      Action: "SendBulkTemplatedEmail",
      Source: "jo@example.com",
      Template: "welcome",
      "Destinations.member.1.Destination.ToAddresses.member.1": GONE,
      "Destinations.member.2.Destination.ToAddresses.member.1": ZOE,
    });
    const { body, stored } = await send("ses", "/", form.toString());
    expect(stored).toEqual([ZOE]);
    expect(body).toMatch(/<Status>MessageRejected<\/Status>.*<Status>Success<\/Status>/);
  });

  test("refuses a message to nobody else", async () => {
    await addFault();
    const { status, body, stored } = await send("ses", "/v2/email/outbound-emails", {
      FromEmailAddress: "jo@example.com",
      Destination: { ToAddresses: [GONE] },
      Content: { Simple: { Subject: { Data: "Hi" }, Body: { Text: { Data: "Hello" } } } },
    });
    expect([status, stored]).toEqual([400, []]);
    expect(body).toMatchObject({ __type: "MessageRejected" });
  });
});

test("Mailjet reports the message", async () => {
  await addFault();
  const { status, body, stored } = await send("mailjet", "/v3.1/send", {
    Messages: [GONE, ZOE].map((address) => ({
      From: { Email: "jo@example.com" },
      To: [{ Email: address }],
      TextPart: "Hello",
    })),
  });
  expect([status, stored]).toEqual([200, [ZOE]]);
  expect(body).toMatchObject({
    Messages: [{ Status: "error", Errors: [{ ErrorMessage: expect.stringContaining(GONE) }] }, { Status: "success" }],
  });
});

test("Mailtrap reports the message", async () => {
  await addFault();
  const { body, stored } = await send("mailtrap", "/api/batch", {
    base: { from: email("jo@example.com"), subject: "Hi", text: "Hello" },
    requests: [GONE, ZOE].map((address) => ({ to: [email(address)] })),
  });
  expect(stored).toEqual([ZOE]);
  expect(body).toMatchObject({ responses: [{ success: false }, { success: true }] });
});

test("Mandrill reports the recipient", async () => {
  await addFault();
  const message = { from_email: "jo@example.com", to: [email(GONE), email(ZOE)], text: "Hello" };
  const { body, stored } = await send("mandrill", "/api/1.0/messages/send", { key: "key", message });
  expect(stored).toEqual([ZOE]);
  expect(body).toMatchObject([
    { email: GONE, status: "rejected", reject_reason: "hard-bounce" },
    { email: ZOE, status: "sent", reject_reason: null },
  ]);
});

test("SparkPost counts the recipient", async () => {
  await addFault();
  const { body, stored } = await send("sparkpost", "/api/v1/transmissions", {
    content: { from: "jo@example.com", subject: "Hi", text: "Hello" },
    recipients: [{ address: GONE }, { address: ZOE }],
  });
  expect(stored).toEqual([ZOE]);
  expect(body).toMatchObject({ results: { total_rejected_recipients: 1, total_accepted_recipients: 1 } });
});

test.each([
  ["ALL_SUPPRESSED", [GONE], null],
  ["SOME_SUPPRESSED", [GONE, ZOE], expect.any(String)],
])("MailerSend warns with %s", async (type, to, expectedId) => {
  await addFault();
  const { status, body, id, stored } = await send("mailersend", "/v1/email", {
    from: email("jo@example.com"),
    to: to.map(email),
    subject: "Hi",
    text: "Hello",
  });
  expect([status, id, stored]).toEqual([202, expectedId, to.slice(1)]);
  expect(body).toMatchObject({ warnings: [{ type, recipients: [{ email: GONE, reasons: ["hard_bounced"] }] }] });
});

test("SendGrid, which reports no single recipients, refuses the whole request", async () => {
  await addFault();
  const { status, body, stored } = await send("sendgrid", "/v3/mail/send", {
    from: email("jo@example.com"),
    personalizations: [{ to: [email(GONE)] }, { to: [email(ZOE)] }],
    subject: "Hi",
    content: [{ type: "text/plain", value: "Hello" }],
  });
  expect([status, stored]).toEqual([400, []]);
  expect(body).toMatchObject({ errors: [{ message: expect.stringContaining(GONE) }] });
});
