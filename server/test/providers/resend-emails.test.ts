import { createClient } from "@mailglass/shared/client";
import { Resend } from "resend";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";

/*
 * The routes by which a program asks Resend for the emails it has sent, with Resend's own library.
 */

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await createClient({ url: app.origin }).deleteMessages();
});
afterAll(() => app.close());

let keys = 0;
/** A client whose key nobody else has. */
const createResend = () => new Resend(`re_${keys++}`, { baseUrl: app.origin });

const EMAIL = {
  from: "Jo Doe <jo@example.com>",
  to: ["Zoe <zoe@example.net>", "ann@example.net"],
  cc: "cc@example.net",
  bcc: "bcc@example.net",
  replyTo: "replies@example.com",
  subject: "Grüße",
  text: "Hello",
  html: "<p>Hello</p>",
};

async function sendEmail(resend: Resend, changes: object = {}): Promise<string> {
  const { data, error } = await resend.emails.send({ ...EMAIL, ...changes });
  if (data === null) throw new Error(error.message);
  return data.id;
}

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

test("an email is returned as it was sent, to the key that sent it", async () => {
  const resend = createResend();
  const id = await sendEmail(resend);
  const { data } = await resend.emails.get(id);
  expect(data).toMatchObject({
    object: "email",
    id,
    from: "Jo Doe <jo@example.com>",
    to: ["Zoe <zoe@example.net>", "ann@example.net"],
    cc: ["cc@example.net"],
    bcc: ["bcc@example.net"],
    reply_to: ["replies@example.com"],
    subject: "Grüße",
    text: "Hello",
    html: "<p>Hello</p>",
    last_event: "delivered",
    scheduled_at: null,
  });
  expect(Math.abs(Date.parse(data?.created_at ?? "") - Date.now())).toBeLessThan(60_000);
  expect((await createResend().emails.get(id)).error).toMatchObject({ name: "not_found", statusCode: 404 });
});

test("a message without HTML has null", async () => {
  const resend = createResend();
  const id = await sendEmail(resend, { html: undefined, cc: undefined, replyTo: undefined });
  expect((await resend.emails.get(id)).data).toMatchObject({ html: null, text: "Hello", cc: [], reply_to: [] });
});

test("an email that was deleted, or never sent, is not found; without a key, the request is refused", async () => {
  const resend = createResend();
  const id = await sendEmail(resend);
  await createClient({ url: app.origin }).deleteMessages();
  for (const unknown of [id, crypto.randomUUID()])
    expect((await resend.emails.get(unknown)).error).toMatchObject({ name: "not_found", statusCode: 404 });
  const response = await fetch(`${app.origin}/emails/${id}`);
  expect([response.status, await response.json()]).toEqual([401, expect.objectContaining({ name: "missing_api_key" })]);
});

test("emails are listed by key, newest first, in pages", async () => {
  const resend = createResend();
  await sendEmail(createResend());
  const ids: string[] = [];
  for (let number = 0; number < 5; number++) ids.unshift(await sendEmail(resend, { subject: `Number ${number}` }));
  const list = async (options = {}) => {
    const { data, error } = await resend.emails.list(options);
    return data === null ? error.name : { ids: data.data.map((email) => email.id), more: data.has_more };
  };
  expect(await list()).toEqual({ ids, more: false });
  expect(await list({ limit: 2 })).toEqual({ ids: ids.slice(0, 2), more: true });
  expect(await list({ limit: 2, after: ids[1] })).toEqual({ ids: ids.slice(2, 4), more: true });
  expect(await list({ limit: 2, after: ids[3] })).toEqual({ ids: ids.slice(4), more: false });
  expect(await list({ limit: 2, before: ids[4] })).toEqual({ ids: ids.slice(2, 4), more: true });
  expect(await list({ limit: 2, before: ids[1] })).toEqual({ ids: ids.slice(0, 1), more: false });
  expect(await list({ limit: 0 })).toBe("validation_error");
  expect(await list({ after: "unknown" })).toBe("not_found");
});

test("a scheduled email can be rescheduled, and canceled; another cannot", async () => {
  const resend = createResend();
  const id = await sendEmail(resend, { scheduledAt: tomorrow() });
  expect((await resend.emails.get(id)).data?.last_event).toBe("scheduled");
  const scheduledAt = tomorrow();
  expect((await resend.emails.update({ id, scheduledAt })).data).toMatchObject({ object: "email", id });
  expect((await resend.emails.get(id)).data?.scheduled_at).toBe(scheduledAt);
  expect((await resend.emails.update({ id, scheduledAt: "whenever" })).error?.name).toBe("validation_error");
  expect((await resend.emails.cancel(id)).data).toMatchObject({ object: "email", id });
  expect((await resend.emails.get(id)).data?.last_event).toBe("canceled");
  expect((await resend.emails.cancel(id)).error?.name).toBe("validation_error");
  const sent = await sendEmail(resend);
  expect((await resend.emails.update({ id: sent, scheduledAt })).error?.name).toBe("validation_error");
});

test.each([
  ["a member", { a: 1 }, "does not accept a; it accepts nothing"],
  ["an item", [1], "must have at most 0 items"],
  [
    "more members than are compared with the schema",
    Object.fromEntries(Array.from({ length: 11_000 }, (_, at) => [`a${at}`, 1])),
    "does not accept most of its 11000 members",
  ],
])("a cancellation with %s is refused", async (_what, body, reason) => {
  const headers = { ...CREDENTIALS["resend"], "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`${app.origin}/emails/any/cancel`, init);
  expect([response.status, Object(await response.json()).message]).toEqual([422, expect.stringContaining(reason)]);
});
