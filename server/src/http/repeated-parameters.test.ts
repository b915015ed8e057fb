import { expect, test } from "vitest";
import { createTestServer } from "../../test/support/test-http-server.ts";

const SOURCE = "Subject: Hello\r\n\r\n";

async function upload(query: string) {
  await using server = await createTestServer();
  const headers = { "content-type": "message/rfc822" };
  const answer = await server.app.inject({ method: "POST", url: `/api/messages?${query}`, headers, payload: SOURCE });
  return { status: answer.statusCode, body: answer.json() };
}

const repeated = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}=v${at}`).join("&");

test("a parameter that is a list may be repeated, up to its limit", async () => {
  const { status, body } = await upload(`from=a@b.example&to=c@d.example&to=e@f.example&${repeated("tag", 100)}`);
  expect(status).toBe(201);
  expect(body).toMatchObject({
    recipients: ["c@d.example", "e@f.example"],
    tags: expect.arrayContaining(["v0", "v99"]),
  });
  expect(body.tags).toHaveLength(100);
  const tooMany = await upload(repeated("tag", 101));
  expect([tooMany.status, tooMany.body.detail]).toEqual([400, expect.stringContaining("/tag")]);
});

test.each([
  ["a blank recipient", "to=&to=c@d.example"],
  ["an item that is too long", `tag=a&tag=${"x".repeat(101)}`],
  ["a parameter that is no list", "from=a@b.example&from=c@d.example"],
  ["a parameter that is unknown", "cc=a@b.example&cc=c@d.example"],
])("a repeated parameter is checked item by item: %s", async (_name, query) => {
  const { status, body } = await upload(query);
  expect([status, body.detail ?? ""]).toEqual([400, expect.stringMatching(/query/)]);
});

test("the text of a fault has at most 1,000 characters", async () => {
  await using server = await createTestServer();
  const post = async (fault: object) =>
    (await server.app.inject({ method: "POST", url: "/api/faults", payload: fault })).statusCode;
  const reply = (length: number) => `451 4.7.1 ${"x".repeat(length - "451 4.7.1 ".length)}`;
  expect(await post({ on: "rcpt", reply: reply(1_000) })).toBe(201);
  expect(await post({ on: "rcpt", reply: reply(1_001) })).toBe(400);
  expect(await post({ on: "rcpt", reply: reply(500), match: { to: "a".repeat(1_000) } })).toBe(201);
  expect(await post({ on: "rcpt", reply: reply(500), match: { to: "a".repeat(1_001) } })).toBe(400);
});
