import { type ApiRoute, routes } from "@mailglass/shared";
import { Validator } from "@seriousme/openapi-schema-validator";
import fc from "fast-check";
import { OpenAPIClientAxios } from "openapi-client-axios";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { describe, expect, test } from "vitest";
import { createTestServer, mailSource, startTestServer, storeMessage } from "../../test/support/test-http-server.ts";

const REFUSED = { type: "refused", reason: "550 5.1.1 No such user" } as const;

type Entry = [name: string, route: ApiRoute];
const entries: Entry[] = Object.entries<ApiRoute>(routes).filter(([name]) => name !== "stream");

const MAILS = [
  mailSource("Plain"),
  "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<a href=x>y</a>\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n",
  "\0\xff not a message at all",
  "",
];

/** Values that fit a schema, values that nearly do, and nonsense. */
function valuesFor(schema: TSchema): fc.Arbitrary<unknown> {
  const {
    type,
    properties,
    items,
    anyOf,
    maximum = 1000,
  } = schema as {
    type?: string;
    properties?: Record<string, TSchema>;
    items?: TSchema;
    anyOf?: TSchema[];
    maximum?: number;
  };
  if (anyOf) return fc.oneof(...anyOf.map(valuesFor));
  if (properties)
    return fc.record(
      Object.fromEntries(
        Object.entries(properties).map(([key, one]) => [
          key,
          !("type" in one) && !("anyOf" in one) ? fc.anything() : valuesFor(one),
        ]),
      ),
      { requiredKeys: [] },
    );
  if (items) return fc.oneof(fc.array(valuesFor(items), { maxLength: 3 }), fc.jsonValue());
  if (type === "integer")
    return fc.oneof(fc.integer({ min: 0, max: Math.min(maximum, 50) }), fc.integer(), fc.string());
  if (type === "boolean") return fc.oneof(fc.boolean(), fc.constantFrom("1", "0", "maybe"));
  if ("const" in schema) return fc.constant(schema.const);
  return fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("from:jo OR -has:html", "a@b.example", "451 4.0.0 No", "is:read ", "("),
    fc.jsonValue(),
  );
}

const queryText = (value: unknown): string =>
  Object.entries(Object(value))
    .flatMap(([key, one]) =>
      [one]
        .flat()
        .map(
          (each) =>
            `${encodeURIComponent(key)}=${encodeURIComponent((JSON.stringify(each) ?? "").replace(/^"|"$/g, "").toWellFormed())}`,
        ),
    )
    .join("&");

describe.each(entries)("%s", (_name, route) => {
  test("never breaks, and keeps to its schema, whatever it is sent", { timeout: 60_000 }, async () => {
    await using server = await createTestServer({ sendTest: async () => REFUSED, submit: async () => REFUSED });
    const methods = [route.method, ...(["GET", "POST", "PUT", "DELETE", "PATCH"] as const)];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...MAILS),
        fc.oneof({ weight: 6, arbitrary: fc.constant("known") }, { weight: 1, arbitrary: fc.string({ minLength: 1 }) }),
        fc.constantFrom("0", "1", "2", "1.1", "9999999", "x"),
        route.query ? valuesFor(route.query) : fc.constant({}),
        route.body ? fc.oneof({ weight: 5, arbitrary: valuesFor(route.body) }, fc.jsonValue()) : fc.constant(undefined),
        fc.oneof({ weight: 8, arbitrary: fc.constant(route.method) }, fc.constantFrom(...methods)),
        fc.constantFrom("application/json", "application/json", "application/json", "message/rfc822", "text/plain", ""),
        async (source, id, number, query, body, method, type) => {
          const message = storeMessage(server.mailbox, source);
          const fault = await server.mailbox.faults.add({ on: "mail", reply: "451" });
          const known = route.path.includes("faults") ? fault.id : message.id;
          const path = route.path
            .replace(":id", id === "known" ? known : encodeURIComponent(id.toWellFormed()))
            .replace(":number", number);
          // Waits that nothing ends would make the test slow, not better.
          const limited = route.path.endsWith("/wait") ? { ...Object(query), timeout: 0 } : query;
          const answer = await server.app.inject({
            method,
            url: `${path}?${queryText(limited)}`,
            headers: type === "" ? {} : { "content-type": type },
            ...(body === undefined || method === "GET" ? {} : { payload: JSON.stringify(body) }),
          });
          expect(answer.statusCode).toBeLessThan(500);
          expect(server.errors).toEqual([]);
          const isJson = String(answer.headers["content-type"]).startsWith("application/json");
          if (answer.statusCode >= 400)
            expect(answer.json()).toMatchObject({ status: answer.statusCode, detail: expect.stringMatching(/./) });
          else if (method === route.method && isJson && route.response)
            expect([...Value.Errors(route.response, answer.json())]).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test("the OpenAPI document is valid, and names every route", async () => {
  await using server = await createTestServer();
  const document = (await server.app.inject("/api/openapi.json")).json();
  expect(await new Validator().validate(document)).toMatchObject({ valid: true });
  const ids = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(ids.toSorted()).toEqual(Object.keys(routes).toSorted());
});

test("a client that is generated from the OpenAPI document works", async () => {
  await using server = await startTestServer();
  const { id } = storeMessage(server.mailbox, mailSource("Generated"));
  const definition = new URL("/api/openapi.json", server.url).href;
  const client = await new OpenAPIClientAxios({
    definition,
    axiosConfigDefaults: { baseURL: server.url.origin },
  }).init();
  const operations = client as unknown as Record<
    string,
    (parameters?: object | null, body?: unknown) => Promise<{ status: number; data: unknown }>
  >;
  const call = async (name: string, ...input: [parameters?: object | null, body?: unknown]) => {
    const operation = operations[name];
    if (operation === undefined) return expect.unreachable(`no operation ${name}`);
    return operation(...input);
  };
  expect((await call("listMessages", { limit: 5, q: "subject:Generated" })).data).toMatchObject({
    matched: 1,
    items: [{ id }],
  });
  expect((await call("markMessage", { id }, { read: true })).data).toMatchObject({ read: true });
  expect((await call("addFault", null, { on: "rcpt", reply: "550" })).status).toBe(201);
  expect((await call("waitForMessages", { to: "jo@example.com" })).data).toMatchObject({
    items: [{ id, text: expect.stringContaining("Hello") }],
  });
  expect((await call("deleteMessage", { id })).data).toEqual({ deleted: 1 });
});

test("the docs are one page with every route, readable without its script", async () => {
  await using server = await createTestServer();
  const { body, headers } = await server.app.inject("/api/docs");
  for (const [name] of entries) expect(body).toContain(`id="${name}"`);
  expect(body.replace('<script type="module" src="../api-docs.js"></script>', "")).not.toMatch(
    /<script|<link|<img|src=/,
  );
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).not.toContain("unsafe");
});

test("a method that a path does not know is answered with those it does", async () => {
  await using server = await createTestServer();
  const answer = await server.app.inject({ method: "PUT", url: "/api/messages/abc" });
  expect(answer.statusCode).toBe(405);
  expect(answer.headers.allow).toBe("GET, PATCH, DELETE, HEAD");
  expect(answer.json().type).toBe("urn:mailglass:problem:method-not-allowed");
  expect((await server.app.inject("/api/nowhere")).json().type).toBe("urn:mailglass:problem:no-such-route");
});
