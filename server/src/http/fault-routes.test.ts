import { expect, test } from "vitest";
import { createTestServer } from "../../test/support/test-http-server.ts";

test("the patterns and replies of all faults have a total size; one that does not fit changes nothing", async () => {
  await using server = await createTestServer();
  const long = "x".repeat(1_000);
  const payload = { on: "mail", reply: "451", match: { to: long, from: long, user: long, peer: long } };
  const add = async (body: object) =>
    (await server.app.inject({ method: "POST", url: "/api/faults", payload: body })).statusCode;
  const statuses = new Set<number>();
  for (let count = 0; count < 249; count++) statuses.add(await add(payload));
  expect([...statuses]).toEqual([201]);
  const before = structuredClone(server.mailbox.faults.list());
  expect(await add(payload)).toBe(503);
  expect(server.mailbox.faults.list()).toEqual(before);
  const url = `/api/faults/${before[0]?.id}`;
  const replace = async (reply: string) =>
    (await server.app.inject({ method: "PUT", url, payload: { ...payload, reply } })).statusCode;
  expect(await replace(`451 ${"x".repeat(996)}`)).toBe(200);
  expect(await add({ ...payload, match: { to: long, from: long, user: long, peer: "x" } })).toBe(503);
  expect(await add({ on: "mail", reply: "451" })).toBe(201);
});
