import { createClient } from "@mailglass/shared/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "../support/running-app.ts";

/*
 * Batches of which one message is invalid: where the provider reports each message by itself, the others are sent.
 */

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await createClient({ url: app.origin }).deleteMessages();
});
afterAll(() => app.close());

const SES_KEY = "AWS4-HMAC-SHA256 Credential=AKIATEST/20261127/eu-west-1/ses/aws4_request, Signature=0";

async function post(path: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return fetch(new URL(path, app.origin), { method: "POST", headers, body: text });
}

/** Recipients of the messages that were stored. */
async function listRecipients(): Promise<readonly string[]> {
  const { items } = await createClient({ url: app.origin }).listMessages();
  return items.flatMap(({ recipients }) => recipients);
}

test("Postmark reports the code of each message", async () => {
  const message = { From: "jo@example.com", Subject: "Hi", TextBody: "Hello" };
  const body = [
    { ...message, To: "nobody" },
    { ...message, To: "zoe@example.net" },
  ];
  const response = await post("/email/batch", { "x-postmark-server-token": "token" }, body);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual([
    { ErrorCode: 300, Message: expect.stringContaining("nobody") },
    expect.objectContaining({ ErrorCode: 0, Message: "OK", To: "zoe@example.net" }),
  ]);
  expect(await listRecipients()).toEqual(["zoe@example.net"]);
});

const RESEND = { from: "jo@example.com", subject: "Hi", text: "Hello" };
const RESEND_BATCH = [
  { ...RESEND, to: "nobody" },
  { ...RESEND, to: "zoe@example.net" },
];

test("Resend sends the valid emails of a permissive batch, and lists the others", async () => {
  const headers = { authorization: "Bearer re_test", "x-batch-validation": "permissive" };
  const response = await post("/emails/batch", headers, RESEND_BATCH);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    data: [{ id: expect.any(String) }],
    errors: [{ index: 0, message: expect.stringContaining("nobody") }],
  });
  expect(await listRecipients()).toEqual(["zoe@example.net"]);
});

test("Resend sends nothing of a strict batch", async () => {
  const response = await post("/emails/batch", { authorization: "Bearer re_test" }, RESEND_BATCH);
  expect(response.status).toBe(422);
  expect(await listRecipients()).toEqual([]);
});

test("Amazon SES reports the status of each entry", async () => {
  const response = await post(
    "/v2/email/outbound-bulk-emails",
    { authorization: SES_KEY },
    {
      FromEmailAddress: "jo@example.com",
      DefaultContent: { Template: { TemplateContent: { Subject: "Hi", Text: "Hello" }, TemplateData: "{}" } },
      BulkEmailEntries: [
        { Destination: { ToAddresses: ["nobody"] } },
        { Destination: { ToAddresses: ["zoe@example.net"] } },
      ],
    },
  );
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    BulkEmailEntryResults: [
      { Status: "INVALID_PARAMETER", Error: expect.stringContaining("nobody") },
      { Status: "SUCCESS", MessageId: expect.any(String) },
    ],
  });
  expect(await listRecipients()).toEqual(["zoe@example.net"]);
});

test("Amazon SES, version 1, reports the status of each destination", async () => {
  const body = new URLSearchParams({
    Action: "SendBulkTemplatedEmail",
    Source: "jo@example.com",
    Template: "welcome",
    "Destinations.member.1.Destination.ToAddresses.member.1": "nobody",
    "Destinations.member.2.Destination.ToAddresses.member.1": "zoe@example.net",
  });
  const response = await post("/", { authorization: SES_KEY }, body.toString());
  expect(response.status).toBe(200);
  expect(await response.text()).toMatch(
    /<member><Status>InvalidParameterValue<\/Status><Error>.*nobody.*<\/Error><\/member><member><Status>Success<\/Status>/,
  );
  expect(await listRecipients()).toEqual(["zoe@example.net"]);
});

test("Mailjet reports the status of each message", async () => {
  const message = { From: { Email: "jo@example.com" }, Subject: "Hi", TextPart: "Hello" };
  const response = await post(
    "/v3.1/send",
    { authorization: `Basic ${btoa("key:secret")}` },
    {
      Messages: [
        { ...message, To: [{ Email: "nobody" }] },
        { ...message, To: [{ Email: "zoe@example.net" }] },
      ],
    },
  );
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    Messages: [
      {
        Status: "error",
        Errors: expect.arrayContaining([
          expect.objectContaining({
            ErrorCode: "mj-0013",
            StatusCode: 400,
            ErrorRelatedTo: ["Messages[0].To[0].Email"],
          }),
        ]),
      },
      { Status: "success", To: [{ Email: "zoe@example.net" }] },
    ],
  });
  expect(await listRecipients()).toEqual(["zoe@example.net"]);
});
