import { type Message, messageFields } from "@mailglass/shared";
import { describe, expect, test, vi } from "vitest";
import { createTestServer, mailSource, startTestServer, storeMessage } from "../../test/support/test-http-server.ts";
import { JobError } from "../mail/worker/job-error.ts";

const SOURCE = [
  "From: Shop <shop@example.com>",
  "To: jo@example.com",
  "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
  "Message-ID: <a@example.com>",
  "Content-Type: text/html; charset=utf-8",
  "",
  '<p>Your code is 482913. <a href="https://shop.example/">Shop</a></p>',
  "",
].join("\r\n");

describe.each([
  ["GET /api/messages/:id", (id: string) => `/api/messages/${id}?`],
  ["GET /api/messages/latest", () => "/api/messages/latest?"],
  ["GET /api/messages/wait", () => "/api/messages/wait?timeout=0&"],
])("%s", (_, pathOf) => {
  const read = async (server: Awaited<ReturnType<typeof createTestServer>>, path: string) => {
    const body: Message & { readonly items?: readonly Message[] } = (await server.app.inject(path)).json();
    return body.items?.[0] ?? body;
  };

  test("each member can be requested by itself, and is as in the whole message", async () => {
    await using server = await createTestServer();
    const path = pathOf(storeMessage(server.mailbox, SOURCE).id);
    const whole = new Map(Object.entries(await read(server, path.slice(0, -1))));
    for (const name of messageFields) {
      const selected = await read(server, `${path}fields=${name}`);
      const expected = whole.has(name) ? { [name]: whole.get(name) } : {};
      expect({ name, selected }).toEqual({ name, selected: { id: whole.get("id"), ...expected } });
    }
    expect([...whole.keys()].filter((name) => !messageFields.includes(name))).toEqual([]);
  });

  test("several can be requested", async () => {
    await using server = await createTestServer();
    const { id } = storeMessage(server.mailbox, SOURCE);
    const selected = await read(server, `${pathOf(id)}fields=subject,snippet,codes,sender`);
    expect(selected).toMatchObject({ id, subject: "Grüße", snippet: "Your code is 482913. Shop" });
    expect(Object.keys(selected).toSorted()).toEqual(["codes", "id", "sender", "snippet", "subject"]);
  });

  test.each([
    ["colour", "“colour” is"],
    ["codes,,links", "“” is"],
    ["", "“” is"],
    ["__proto__,toString", "“__proto__”, “toString” is"],
  ])("fields=%s is a problem that names the members", async (fields, which) => {
    await using server = await createTestServer();
    const { id } = storeMessage(server.mailbox, SOURCE);
    const response = await server.app.inject(`${pathOf(id)}fields=${fields}`);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: "urn:mailglass:problem:bad-request", pointer: "/fields" });
    expect(response.json().detail).toContain(`In fields, ${which} not a member of a message. Members are id, seq,`);
  });

  test("fields may be given only once", async () => {
    await using server = await createTestServer();
    const { id } = storeMessage(server.mailbox, SOURCE);
    const response = await server.app.inject(`${pathOf(id)}fields=codes&fields=links`);
    expect([response.statusCode, response.json().detail]).toEqual([400, expect.stringContaining("more than once")]);
  });
});

test("HTML that is expensive to check goes to the worker only if findings are requested", async () => {
  await using server = await startTestServer();
  const html = '<p style="color:red">text</p>\r\n'.repeat(1_000);
  const { id } = storeMessage(server.mailbox, `Content-Type: text/html\r\n\r\n${html}`);
  const run = vi.spyOn(server.worker, "run");
  await server.client.getMessage({ params: { id }, query: { fields: "subject,codes,links,html,text" } });
  expect(run).not.toHaveBeenCalled();
  await server.client.getMessage({ params: { id }, query: { fields: "findings" } });
  expect(run).toHaveBeenCalled();
});

test("of a message that the worker cannot read, a wait returns what its beginning tells", async () => {
  await using server = await startTestServer();
  storeMessage(server.mailbox, mailSource("One"));
  storeMessage(server.mailbox, `${mailSource("Two")}${"line of text\r\n".repeat(10_000)}`);
  vi.spyOn(server.worker, "run").mockRejectedValue(new JobError("out-of-memory"));
  const query = { count: 2, timeout: 0, fields: "subject,text" };
  const { items } = await server.client.waitForMessages({ query });
  expect(items.map((item) => Object.keys(item).toSorted())).toEqual([
    ["id", "subject", "text"],
    ["id", "partial", "subject", "text", "truncated"],
  ]);
  expect(items[1]?.text?.length).toBeGreaterThan(10_000);
});
