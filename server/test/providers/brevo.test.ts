import { createClient } from "@mailglass/shared/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";

/* Header fields in Brevo's requests: of a version, and those that tell Brevo what to do. */

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await createClient({ url: app.origin }).deleteMessages();
});
afterAll(() => app.close());

const MESSAGE = { sender: { email: "jo@example.com" }, subject: "Hi", textContent: "Hello" };
const to = (name: string) => [{ email: `${name}@example.net` }];

async function send(body: object): Promise<unknown> {
  const headers = CREDENTIALS["brevo"] ?? {};
  const response = await fetch(`${app.origin}/v3/smtp/email`, { method: "POST", headers, body: JSON.stringify(body) });
  expect(response.status).toBe(201);
  return response.json();
}

async function received(name: string) {
  const client = createClient({ url: app.origin });
  const { id } = await client.getLatestMessage({ query: { q: `to:${name}@example.net` } });
  const { headers, findings } = await client.getMessage({ params: { id } });
  return {
    headers: headers.map(({ name, value }) => `${name}: ${value}`),
    findings: findings.map(({ code }) => code),
  };
}

test("a version has its own header fields, which replace those of all", async () => {
  await send({
    ...MESSAGE,
    headers: { "X-Order": "all", "X-Shop": "1" },
    messageVersions: [{ to: to("zoe"), headers: { "X-Order": "17" } }, { to: to("ann") }],
  });
  const { headers } = await received("zoe");
  expect(headers).toEqual(expect.arrayContaining(["X-Order: 17", "X-Shop: 1"]));
  expect(headers).not.toContain("X-Order: all");
  expect((await received("ann")).headers).toContain("X-Order: all");
});

test("a repeated idempotencyKey sends nothing again", async () => {
  const body = { ...MESSAGE, to: to("zoe"), headers: { idempotencyKey: "b52dbf-81dd-4a08-b807-085c" } };
  const first = await send(body);
  expect(await send(body)).toEqual(first);
  expect((await createClient({ url: app.origin }).listMessages()).total).toBe(1);
  expect((await received("zoe")).headers.join()).not.toMatch(/idempotency/i);
});

test("a header field that is not valid is reported once", async () => {
  const body = JSON.stringify({ ...MESSAGE, to: to("zoe"), headers: { "X Order": "17" } });
  const headers = CREDENTIALS["brevo"] ?? {};
  const response = await fetch(`${app.origin}/v3/smtp/email`, { method: "POST", headers, body });
  expect([response.status, Object(await response.json()).message]).toEqual([
    400,
    "The header field “X Order” has a character that cannot be sent.",
  ]);
});

test("the sandbox is a finding", async () => {
  await send({ ...MESSAGE, to: to("zoe"), headers: { "X-Sib-Sandbox": "drop" } });
  const { headers, findings } = await received("zoe");
  expect(findings).toContain("provider-sandbox");
  expect(headers.join()).not.toMatch(/sandbox/i);
});
