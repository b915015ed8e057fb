import { createClient } from "@mailglass/shared/client";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { StoreError } from "../../src/mailbox/store.ts";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";

/* Requests with the same idempotency key at the same time, which a slow store or a delay makes likely. */

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await createClient({ url: app.origin }).deleteMessages();
});
afterAll(() => app.close());

const RESEND = { from: "jo@example.com", to: ["zoe@example.net"], subject: "Hi", text: "Hello" };
const BREVO = {
  sender: { email: "jo@example.com" },
  to: [{ email: "zoe@example.net" }],
  subject: "Hi",
  textContent: "Hello",
};

async function post(provider: string, path: string, key: string, body: unknown): Promise<readonly [number, unknown]> {
  const headers = { ...CREDENTIALS[provider], "idempotency-key": key };
  const response = await fetch(new URL(path, app.origin), { method: "POST", headers, body: JSON.stringify(body) });
  return [response.status, await response.json()];
}

const postResend = (key: string, body: unknown = RESEND) => post("resend", "/emails", key, body);
const postBrevo = (key: string) => post("brevo", "/v3/smtp/email", key, BREVO);
const countMessages = async () => (await createClient({ url: app.origin }).listMessages()).total;

/** Nothing is stored until `release` is called. */
function holdStore() {
  const { promise, resolve: release } = Promise.withResolvers<void>();
  const add = app.mailbox.add.bind(app.mailbox);
  const spy = vi.spyOn(app.mailbox, "add").mockImplementation(async (mail) => {
    await promise;
    return add(mail);
  });
  return { spy, release };
}

test("the second request waits for the reply to the first", async () => {
  const { spy, release } = holdStore();
  const sending = Array.from({ length: 8 }, () => postBrevo("parallel"));
  await vi.waitFor(() => expect(spy).toHaveBeenCalled());
  release();
  const replies = await Promise.all(sending);
  expect(replies).toEqual(replies.map(() => replies[0]));
  expect(replies[0]).toEqual([201, { messageId: expect.any(String) }]);
  expect(await countMessages()).toBe(1);
});

test("Resend refuses it, and another body", async () => {
  const { spy, release } = holdStore();
  const first = postResend("parallel");
  await vi.waitFor(() => expect(spy).toHaveBeenCalled());
  const refused = Promise.all([postResend("parallel"), postResend("parallel", { ...RESEND, subject: "Other" })]);
  expect(await refused).toMatchObject([
    [409, { statusCode: 409, name: "concurrent_idempotent_requests" }],
    [409, { statusCode: 409, name: "invalid_idempotent_request" }],
  ]);
  release();
  expect(await postResend("parallel")).toEqual(await first);
  expect(await countMessages()).toBe(1);
});

test("after a failure, the key can be used again", async () => {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const add = vi.spyOn(app.mailbox, "add").mockImplementationOnce(() => failed);
  const first = postBrevo("failed");
  await vi.waitFor(() => expect(add).toHaveBeenCalled());
  const second = postBrevo("failed");
  reject(new StoreError("The disk is full."));
  expect((await first)[0]).toBe(503);
  expect((await second)[0]).toBe(201);
  expect(await postBrevo("failed")).toEqual(await second);
  expect(await countMessages()).toBe(1);
});

test("an empty key is none", async () => {
  const other = { ...BREVO, subject: "Other" };
  for (const body of [BREVO, other]) expect((await post("brevo", "/v3/smtp/email", "", body))[0]).toBe(201);
  expect(await countMessages()).toBe(2);
});
