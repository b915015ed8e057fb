import { createClient } from "@mailglass/shared/client";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROVIDERS } from "../../src/compat/providers/providers.ts";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";
import { SMALLEST_REQUESTS } from "./smallest-requests.ts";

/*
 * Requests that are almost valid, large ones, and those of another origin.
 */

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** Paths of all values in a JSON value. */
function listPaths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, item]) => listPaths(item, [...path, name]))];
}

function replaceAt(value: unknown, [name, ...others]: readonly string[], replacement: unknown): unknown {
  if (name === undefined) return replacement;
  const copy: unknown = structuredClone(value);
  Object(copy)[name] = replaceAt(Object(copy)[name], others, replacement);
  return copy;
}

/** Members that are a whole source. */
const SOURCES = new Set(["raw_message", "Content.Raw.Data", "message"]);

const isForm = ({ provider, path }: { readonly provider: string; readonly path: string }) =>
  provider === "mailgun" || path === "/";

test("a value of the wrong kind in a valid request is the provider's own error, or none", {
  timeout: 120_000,
}, async () => {
  const mutation = fc.constantFrom(...SMALLEST_REQUESTS).chain((request) =>
    fc.record({
      request: fc.constant(request),
      path: fc.constantFrom(...listPaths(request.body).filter((path) => !SOURCES.has(path.join(".")))),
      replacement: fc.oneof(
        fc.jsonValue(),
        fc.constantFrom(
          "x\r\nX-Injected: yes",
          "{{#each",
          "{{var:x}}",
          "*|X|*",
          "\ud800",
          "__proto__",
          "a".repeat(50_000),
        ),
      ),
    }),
  );
  await fc.assert(
    fc.asyncProperty(mutation, async ({ request, path, replacement }) => {
      const body = replaceAt(request.body, path, replacement);
      const toText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
      const entries = Object.entries(Object(body)).map(([name, value]): [string, string] => [name, toText(value)]);
      const response = await fetch(new URL(request.path, app.origin), {
        method: "POST",
        headers: CREDENTIALS[request.provider] ?? {},
        body: isForm(request) ? new URLSearchParams(entries).toString() : JSON.stringify(body),
      });
      const text = await response.text();
      if (request.provider === "mandrill") expect(text).toMatch(/^\[|"name":"(?:ValidationError|Invalid_Key)"/);
      else expect([response.status, text]).toEqual([expect.toSatisfy((status) => status < 500), text]);
      expect(text).not.toMatch(/\n {4}at |internal\/|node:/);
    }),
    { numRuns: 300 },
  );
  const { items } = await createClient({ url: app.origin }).listMessages({ query: { q: "header:X-Injected" } });
  expect(items).toEqual([]);
});

const send = async (provider: string, path: string, body: string) => {
  const headers = CREDENTIALS[provider] ?? {};
  const response = await fetch(new URL(path, app.origin), { method: "POST", headers, body });
  return [response.status, await response.text()];
};

describe("JSON of many levels is the provider's own error", () => {
  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  const isRefusal = (provider: string) =>
    expect.toSatisfy((status) => (provider === "mandrill" ? status === 500 : status >= 400 && status < 500));
  const reason = expect.stringContaining("nested more than 100 levels deep");

  test.each(SMALLEST_REQUESTS.filter((request) => !isForm(request)))(
    "$provider $path",
    async ({ provider, path, body }) => {
      const text = Array.isArray(body) ? `[${deep}]` : `${JSON.stringify(body).slice(0, -1)},"x":${deep}}`;
      expect(await send(provider, path, text)).toEqual([isRefusal(provider), reason]);
    },
  );

  test.each([
    [
      "mailgun",
      "/v3/example.com/messages",
      { from: "jo@example.com", to: "zoe@example.net", template: "a", "t:variables": `{"x":${deep}}` },
    ],
    [
      "ses",
      "/",
      { Action: "SendTemplatedEmail", Template: "a", TemplateData: `{"x":${deep}}`, Source: "jo@example.com" },
    ],
  ])("%s, in a field of a form", async (provider, path, form) => {
    const body = new URLSearchParams(form).toString();
    expect(await send(provider, path, body)).toEqual([isRefusal(provider), reason]);
  });
});

describe("replacements that make a short request long are refused", () => {
  const from = "jo@example.com";
  const refusal = [413, expect.stringContaining("The replacements add far more text than their values have")];

  test("SendGrid: values that have other keys", async () => {
    const keys = Array.from({ length: 40 }, (_, at) => `-${at}-`);
    const substitutions = Object.fromEntries(keys.map((key, at) => [key, `-${at + 1}-`.repeat(2)]));
    const body = {
      from: { email: from },
      personalizations: [{ to: [{ email: "zoe@example.net" }], substitutions }],
      subject: "Hi",
      content: [{ type: "text/plain", value: "-0-" }],
    };
    expect(await send("sendgrid", "/v3/mail/send", JSON.stringify(body))).toEqual(refusal);
  });

  test("Mailgun: a long value that is repeated", async () => {
    const to = "zoe@example.net";
    const variables = JSON.stringify({ [to]: { x: "x".repeat(50_000) } });
    const form = { from, to, text: "%recipient.x%".repeat(50_000), "recipient-variables": variables };
    const body = new URLSearchParams(form).toString();
    expect(await send("mailgun", "/v3/example.com/messages", body)).toEqual(refusal);
  });
});

describe("a page of another origin can do nothing", () => {
  const all = PROVIDERS.flatMap(({ name, routes, readRoutes = [] }) =>
    [...routes.map(({ path }) => ({ method: "POST", path })), ...readRoutes].map(({ method, path }) => ({
      name,
      method,
      path: path.replace(/:\w+/g, "example"),
    })),
  );
  test.each(all)("$name: $method $path", async ({ name, method, path }) => {
    const headers = { ...CREDENTIALS[name], origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const response = await fetch(new URL(path, app.origin), {
      method,
      headers,
      ...(method !== "GET" && { body: "{}" }),
    });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    // What a page cannot read does no harm.
    if (method !== "GET") expect(response.status).toBe(403);
  });
});

test("an attachment of 10 MB arrives through each provider", { timeout: 120_000 }, async () => {
  const client = createClient({ url: app.origin });
  const content = Buffer.alloc(10 * 1024 * 1024, "0123456789abcdef");
  const members = new Set(["content", "RawContent", "Content", "Base64Content", "data"]);
  const withFiles = SMALLEST_REQUESTS.flatMap(({ provider, path, body }) => {
    const place = listPaths(body).find(
      (one) => /^attachments?$/i.test(one.at(-3) ?? "") && members.has(one.at(-1) ?? ""),
    );
    return place === undefined ? [] : [{ provider, path, body: replaceAt(body, place, content.toString("base64")) }];
  });
  expect(new Set(withFiles.map(({ provider }) => provider)).size).toBe(PROVIDERS.length - 1);
  for (const { provider, path, body } of withFiles) {
    await client.deleteMessages();
    const headers = CREDENTIALS[provider] ?? {};
    const response = await fetch(new URL(path, app.origin), { method: "POST", headers, body: JSON.stringify(body) });
    expect([provider, response.status, (await response.text()).slice(0, 200)]).toEqual([
      provider,
      expect.toSatisfy((status) => status < 300),
      expect.any(String),
    ]);
    const { items } = await client.listMessages();
    expect([provider, items[0]?.size]).toEqual([provider, expect.toSatisfy((size) => size > 13_000_000)]);
  }
});
