import { createClient } from "@mailglass/shared/client";
import { ServerClient } from "postmark";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";

/* The codes of Postmark's errors: https://postmarkapp.com/developer/api/overview#error-codes */

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterEach(async () => {
  await createClient({ url: app.origin }).deleteFaults();
});
afterAll(() => app.close());

const repeat = <Value>(value: Value) => Array.from({ length: 501 }, () => value);

const MESSAGE = { From: "jo@example.com", To: "zoe@example.net", Subject: "Hi", TextBody: "Hello" };

async function post(path: string, body: string): Promise<[status: number, code: unknown]> {
  const response = await fetch(new URL(path, app.origin), {
    method: "POST",
    headers: CREDENTIALS["postmark"] ?? {},
    body,
  });
  const reply: unknown = await response.json();
  expect(Object.keys(Object(reply)).sort()).toEqual(["ErrorCode", "Message"]);
  return [response.status, Object(reply).ErrorCode];
}

test.each([
  ["a body that is no JSON has 402", "/email", "{", 402],
  ["no body at all has 402", "/email", "", 402],
  ["a batch that is no list has 403", "/email/batch", JSON.stringify(MESSAGE), 403],
  ["501 messages in a batch have 410", "/email/batch", JSON.stringify(repeat(MESSAGE)), 410],
  [
    "501 templated messages have 410",
    "/email/batchWithTemplates",
    JSON.stringify({ Messages: repeat({ ...MESSAGE, TemplateId: 7, TemplateModel: {} }) }),
    410,
  ],
  ["a message without a sender has 300", "/email", JSON.stringify({ ...MESSAGE, From: undefined }), 300],
])("%s", async (_name, path, body, code) => {
  expect(await post(path, body)).toEqual([422, code]);
  expect((await createClient({ url: app.origin }).listMessages()).total).toBe(0);
});

test("Postmark's library reports a refused batch", async () => {
  const client = new ServerClient("token", { useHttps: false, requestHost: new URL(app.origin).host });
  await expect(client.sendEmailBatch(repeat(MESSAGE))).rejects.toMatchObject({ statusCode: 422, code: 410 });
});

test("an outage is maintenance, not an error of sender signatures", async () => {
  const client = createClient({ url: app.origin });
  await client.addFault({ body: { on: "http", match: { provider: "postmark" }, status: 503 } });
  expect(await post("/email", JSON.stringify(MESSAGE))).toEqual([503, 100]);
});
