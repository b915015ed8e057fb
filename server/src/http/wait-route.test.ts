import { ProblemError } from "@mailglass/shared/client";
import { expect, test, vi } from "vitest";
import { createTestServer, mailSource, startTestServer, storeMessage } from "../../test/support/test-http-server.ts";
import { JobError } from "../mail/worker/job-error.ts";

test("a stored message is returned at once, a new one when it arrives", async () => {
  await using server = await startTestServer();
  const { client } = server;
  storeMessage(server.mailbox, mailSource("There"));
  expect((await client.waitForMessages({ query: { subject: "There", timeout: 0 } })).items).toHaveLength(1);
  const waiting = client.waitForMessages({ query: { q: "subject:coming", count: 2 } });
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(1));
  storeMessage(server.mailbox, mailSource("Coming 1"));
  storeMessage(server.mailbox, mailSource("Other"));
  storeMessage(server.mailbox, mailSource("Coming 2"));
  expect((await waiting).items.map(({ subject }) => subject)).toEqual(["Coming 1", "Coming 2"]);
});

test("a wait that times out reports its criteria, near misses and failed sessions", async () => {
  await using server = await startTestServer();
  storeMessage(server.mailbox, mailSource("Reset your password"));
  const query = { to: "jo@example.com", subject: "welcome", timeout: 5 };
  const error = await server.client.waitForMessages({ query }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProblemError);
  expect((error as ProblemError).problem).toMatchObject({
    type: "urn:mailglass:problem:wait-timed-out",
    status: 404,
    criteria: "to:jo@example.com subject:welcome",
    count: 1,
    seen: 1,
    matched: [],
    nearMisses: [{ message: { subject: "Reset your password" }, failed: ["subject:welcome"] }],
    failedSessions: [],
  });
});

test("an empty mailbox says where mail is expected", async () => {
  await using server = await createTestServer();
  const answer = await server.app.inject("/api/messages/wait?timeout=0");
  expect(answer.json().detail).toMatch(
    /^No message arrived within \d+ ms\n0 messages were checked.\nNothing arrived at all/,
  );
});

test("the criteria of parameters are taken as they are, not as queries", async () => {
  await using server = await createTestServer();
  storeMessage(server.mailbox, mailSource('Say "OR" -this'));
  const ask = async (subject: string) =>
    (await server.app.inject({ url: "/api/messages/wait", query: { subject, timeout: "0" } })).statusCode;
  expect(await ask('"OR" -this')).toBe(200);
  expect(await ask("say OR that")).toBe(404);
});

test("a message that the worker cannot read ends neither the wait nor its response", async () => {
  await using server = await startTestServer();
  for (const [subject, text] of [["One"], ["Two", "line of text\r\n".repeat(10_000)], ["Three"]] as const)
    storeMessage(server.mailbox, `${mailSource(subject)}${text ?? ""}`);
  vi.spyOn(server.worker, "run").mockRejectedValue(new JobError("out-of-memory"));
  const { items } = await server.client.waitForMessages({ query: { count: 3, timeout: 0 } });
  expect(items.map(({ subject, partial, truncated }) => [subject, partial, truncated.length])).toEqual([
    ["One", false, 0],
    ["Two", true, 6],
    ["Three", false, 0],
  ]);
  expect(items[1]?.text?.length).toBeGreaterThan(10_000);
});

test("a wait for several messages says how many matched, also of those stored before", async () => {
  await using server = await createTestServer();
  storeMessage(server.mailbox, mailSource("One"));
  const ask = async (query: string) =>
    (await server.app.inject(`/api/messages/wait?timeout=0&count=3${query}`)).json().detail;
  expect(await ask("&subject=One")).toMatch(/^1 of 3 messages matched subject:One within \d+ ms\n/);
  expect(await ask("&subject=Two")).toMatch(/^0 of 3 messages matched subject:Two within \d+ ms\n.*\nClosest:/);
  expect(await ask("")).toMatch(/^1 of 3 messages were there after \d+ ms\n/);
});

test("a server that stops ends a wait with a problem of its own", async () => {
  await using server = await createTestServer();
  const answer = server.app.inject("/api/messages/wait?timeout=60000");
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(1));
  await server.mailbox.close();
  expect((await answer).json()).toEqual({
    type: "urn:mailglass:problem:stopping",
    title: "The server is stopping",
    status: 503,
    detail: "The server is stopping. Try again once it has been restarted.",
  });
});

test("if the first message that matched cannot be read, the response says why", async () => {
  await using server = await createTestServer();
  storeMessage(server.mailbox, Buffer.from(`Subject: x\r\n\r\n${"line of text\r\n".repeat(10_000)}`));
  vi.spyOn(server.worker, "run").mockRejectedValue(new JobError("out-of-memory"));
  const { statusCode, body } = await server.app.inject("/api/messages/wait?timeout=0");
  expect([statusCode, body]).toEqual([503, expect.stringContaining("more time or memory")]);
});
