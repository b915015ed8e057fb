import { createClient } from "@mailglass/shared/client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findProvider } from "../../src/compat/providers/providers.ts";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";
import { SMALLEST_REQUESTS, type SmallestRequest } from "./smallest-requests.ts";

/*
 * The smallest valid request of each route is accepted, and refused without any of the members that the provider requires.
 */

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await createClient({ url: app.origin }).deleteMessages();
});
afterAll(() => app.close());

const countMessages = async () => (await createClient({ url: app.origin }).listMessages()).total;

function send({ provider, path }: SmallestRequest, body: unknown): Promise<Response> {
  const isForm = provider === "mailgun" || path === "/";
  return fetch(new URL(path, app.origin), {
    method: "POST",
    headers: CREDENTIALS[provider] ?? {},
    body: isForm ? new URLSearchParams(Object.entries(Object(body))).toString() : JSON.stringify(body),
  });
}

/** Returns a copy without the member at a path. The names of a form have dots of their own. */
function without(value: unknown, path: readonly string[]): unknown {
  const copy: unknown = structuredClone(value);
  const isName = Object.hasOwn(Object(copy), path.join("."));
  const [name = "", ...others] = isName ? [path.join(".")] : path;
  if (others.length === 0) Reflect.deleteProperty(Object(copy), name);
  else Object(copy)[name] = without(Object(copy)[name], others);
  return copy;
}

const CASES = SMALLEST_REQUESTS.map((request) => [`${request.path} ${request.required[0]}`, request] as const);

describe.each(CASES)("%s", (_name, request) => {
  test("is accepted", async () => {
    const response = await send(request, request.body);
    expect([response.status, await response.text()]).toEqual([
      expect.toSatisfy((status) => status < 300),
      expect.any(String),
    ]);
    expect(await countMessages()).toBe(1);
  });

  test.each(request.required)("is refused without %s", async (path) => {
    const response = await send(request, without(request.body, path.split(".")));
    const text = await response.text();
    expect(await countMessages()).toBe(0);
    if (request.isBatch === true) expect(text).toContain('"ErrorCode":300');
    else expect([response.status, text]).toEqual([request.status ?? 400, expect.any(String)]);
    // The provider's own form, with a text that helps.
    const { formatError } = findProvider(request.provider);
    const shape = Object(formatError({ kind: "invalid", status: 400, problems: [{ field: "a", message: "b" }] }).body);
    if (request.path === "/") return expect(text).toMatch(/^<ErrorResponse .*<Code>\w+<\/Code>/);
    const body = JSON.parse(text);
    if (request.isBatch !== true) expect(Object.keys(body).sort()).toEqual(Object.keys(shape).sort());
  });
});
