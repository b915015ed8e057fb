import type { Comparison, Finding, Message, MessageContent, Thread } from "@mailglass/shared";
import { expect, test } from "vitest";
import { createTestServer, storeMessage, type TestServer } from "../../test/support/test-http-server.ts";

function createSource(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ From: "Jo <jo@example.com>", ...fields }).map(([name, value]) => `${name}: ${value}`);
  return [...lines, "", "Hello"].join("\r\n");
}

const store = ({ mailbox }: TestServer, fields: Readonly<Record<string, string>>) =>
  storeMessage(mailbox, createSource(fields)).id;

const get = async <Body>({ app }: TestServer, path: string) => (await app.inject(`/api/messages/${path}`)).json<Body>();

const readThread = (server: TestServer, id: string) => get<Thread>(server, `${id}/thread`);

test("a thread: parents before their replies, wherever it is entered", async () => {
  await using server = await createTestServer();
  // The second reply arrives before what it answers.
  const grandchild = store(server, {
    "Message-ID": "<c@x>",
    "In-Reply-To": "<b@x>",
    References: "<a@x> <b@x>",
    Subject: "Re: Plan",
  });
  const root = store(server, { "Message-ID": "<a@x>", Subject: "Plan" });
  const other = store(server, { "Message-ID": "<z@x>", Subject: "Plan" });
  const child = store(server, {
    "Message-ID": "<b@x>",
    "In-Reply-To": "<a@x>",
    References: "<a@x>",
    Subject: "Re: Plan",
  });

  for (const id of [root, child, grandchild]) {
    const thread = await readThread(server, id);
    expect(thread.messages.map(({ id, depth }) => [id, depth])).toEqual([
      [root, 0],
      [child, 1],
      [grandchild, 2],
    ]);
    expect(thread).toMatchObject({ messageCount: 3, problems: [], sameMessageId: [], findings: [], searched: 4 });
  }
  const alone = await readThread(server, other);
  expect(alone.messages).toMatchObject([{ id: other, from: "Jo", subject: "Plan" }]);
  expect(alone.previousWithSubject).toBe(root);
});

test("why Gmail would begin a new conversation", async () => {
  await using server = await createTestServer();
  const root = store(server, { "Message-ID": "<a@x>", Subject: "Plan" });
  const renamed = store(server, { "Message-ID": "<b@x>", References: "<a@x>", Subject: "Order 17" });
  const bare = store(server, { "Message-ID": "<c@x>", Subject: "Re: Plan" });
  const half = store(server, { "Message-ID": "<d@x>", "In-Reply-To": "<none@x>", Subject: "Re: Plan" });
  const codes = async (id: string) => (await readThread(server, id)).problems.map(({ code, other }) => [code, other]);

  expect(await codes(root)).toEqual([]);
  expect(await codes(renamed)).toEqual([["subject-differs", root]]);
  expect(await codes(bare)).toEqual([["references-missing", null]]);
  expect(await codes(half)).toEqual([
    ["references-missing", null],
    ["parent-unknown", null],
  ]);
});

test("a repeated Message-ID is a finding, as long as the other message is there", async () => {
  await using server = await createTestServer();
  const fields = { "Message-ID": "<a@x>", Subject: "Plan" };
  const first = store(server, fields);
  const second = store(server, fields);
  const findRepeat = (findings: readonly Finding[]) => findings.find(({ code }) => code === "message-id-repeated");

  expect(findRepeat((await get<Message>(server, first)).findings)).toMatchObject({
    severity: "warning",
    text: expect.stringContaining(second),
  });
  expect(findRepeat(await get<Finding[]>(server, `${second}/findings`))?.text).toContain(first);
  expect(await readThread(server, second)).toMatchObject({
    sameMessageId: [first],
    findings: [{ code: "message-id-repeated" }],
  });
  await server.mailbox.remove([first]);
  expect(findRepeat(await get<Finding[]>(server, `${second}/findings`))).toBeUndefined();
});

test("messages that refer to each other in a circle, and to nothing", async () => {
  await using server = await createTestServer();
  const one = store(server, { "Message-ID": "<a@x>", References: "<b@x>", Subject: "x" });
  const two = store(server, { "Message-ID": "<b@x>", References: "<a@x>", Subject: "x" });
  expect((await readThread(server, one)).messages.map(({ id }) => id)).toEqual([one, two]);
  const empty = store(server, {});
  expect(await readThread(server, empty)).toMatchObject({ messageCount: 1, previousWithSubject: null });
});

test("a header that is longer than what is read first", async () => {
  await using server = await createTestServer();
  const root = store(server, { "Message-ID": "<a@x>", Subject: "Plan" });
  const reply = store(server, { "X-Long": "x".repeat(20_000), References: "<a@x>", Subject: "Re: Plan" });
  expect((await readThread(server, root)).messages.map(({ id }) => id)).toEqual([root, reply]);
});

test("content and comparison of messages", async () => {
  await using server = await createTestServer();
  const first = store(server, { Subject: "Plan" });
  const second = store(server, { Subject: "Plan B" });
  expect((await get<Message>(server, first)).contents).toEqual([]);
  expect(await get<MessageContent>(server, `${first}/content`)).toEqual({
    calendars: [],
    reports: [],
    seals: [],
    tnef: [],
  });
  const comparison = await get<Comparison>(server, `${first}/compare/${second}`);
  expect(comparison).toMatchObject({ same: false, text: { result: "same" }, html: null });
  expect(comparison.headers.find(({ change }) => change === "changed")).toMatchObject({
    first: "Plan",
    second: "Plan B",
  });
  expect((await get<Comparison>(server, `${first}/compare/${first}`)).same).toBe(true);
});

test.each(["none/thread", "none/content", "none/compare/none"])("a message that is not there: %s", async (path) => {
  await using server = await createTestServer();
  expect((await server.app.inject(`/api/messages/${path}`)).statusCode).toBe(404);
});
