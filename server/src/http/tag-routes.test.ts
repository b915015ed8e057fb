import { expect, test } from "vitest";
import {
  type ListeningServer,
  mailSource,
  startTestServer,
  storeMessage,
} from "../../test/support/test-http-server.ts";

const path = (address: string) => ({ address, parameters: [] });
const tagged = (subject: string, tags: string) => `X-Tags: ${tags}\n${mailSource(subject)}`;

function storeFor(server: ListeningServer, subject: string, ...to: string[]): string {
  const envelope = { ...storeMessage(server.mailbox, mailSource("template")).envelope, to: to.map(path) };
  void server.mailbox.clear();
  return storeMessage(server.mailbox, mailSource(subject), { envelope }).id;
}

test("X-Tags and plus-addresses are tags: in searches, lists and waits, without the Mailpit API", async () => {
  await using server = await startTestServer();
  const waiting = server.client.waitForMessages({ query: { q: "tag:internal" } });
  storeMessage(server.mailbox, tagged("A", "HR, internal"));
  const [waited] = (await waiting).items;
  expect(waited?.tags).toEqual(["HR", "internal"]);
  const { items, matched } = await server.client.listMessages({ query: { q: "tag:hr" } });
  expect([matched, items[0]?.tags]).toEqual([1, ["HR", "internal"]]);
  storeFor(server, "B", "jo+signup@example.com");
  expect((await server.client.listMessages({ query: { q: "tag:signup" } })).matched).toBe(1);
});

test("setting tags replaces those of the header; tags can be added and removed", async () => {
  await using server = await startTestServer();
  const { id } = storeMessage(server.mailbox, tagged("A", "hr, internal"));
  const { markMessage } = server.client;
  const mark = async (body: Parameters<typeof markMessage>[0]["body"]) =>
    (await markMessage({ params: { id }, body })).tags;
  expect(await mark({ addTags: ["Zoo", "HR", "a  b"] })).toEqual(["a b", "hr", "internal", "Zoo"]);
  expect(await mark({ removeTags: ["ZOO", "none"], addTags: ["b"] })).toEqual(["a b", "b", "hr", "internal"]);
  expect(await mark({ tags: ["only"] })).toEqual(["only"]);
  expect(await mark({ tags: [] })).toEqual([]);
});

test("several messages are marked by id, or those that match", async () => {
  await using server = await startTestServer();
  const first = storeMessage(server.mailbox, tagged("One", "a"));
  const second = storeMessage(server.mailbox, tagged("Two", "b"));
  const { markSelectedMessages, listMessages } = server.client;
  const list = async () => (await listMessages()).items.map(({ tags, read }) => [tags, read]);
  const ids = [first.id, second.id, "0".repeat(20)];
  expect(await markSelectedMessages({ body: { ids, addTags: ["x"], read: true } })).toEqual({ changed: 2 });
  expect(await list()).toEqual([
    [["b", "x"], true],
    [["a", "x"], true],
  ]);
  expect(await markSelectedMessages({ body: { q: "subject:One", removeTags: ["x"] } })).toEqual({ changed: 1 });
  expect(await list()).toEqual([
    [["b", "x"], true],
    [["a"], true],
  ]);
  await expect(markSelectedMessages({ body: { ids } })).rejects.toThrow(
    "Give at least one of read, tags, addTags and removeTags.",
  );
});

test("tags are listed with the number of messages, renamed and deleted, and each change is an event", async () => {
  await using server = await startTestServer();
  const { mailbox, client } = server;
  const { id } = storeMessage(mailbox, tagged("A", "hr, internal"));
  storeMessage(mailbox, tagged("B", "HR, b c"));
  await mailbox.mark(id, { read: true });
  const list = async (query = {}) => (await client.listTags({ query })).items;
  expect(await client.listTags()).toEqual({
    items: [
      { tag: "HR", messages: 2, unread: 1 },
      { tag: "b c", messages: 1, unread: 1 },
      { tag: "internal", messages: 1, unread: 0 },
    ],
    total: 3,
  });
  expect(await list({ q: "subject:B", match: "H", limit: 1 })).toEqual([{ tag: "HR", messages: 1, unread: 1 }]);
  const { seq } = mailbox;
  expect(await client.renameTag({ params: { tag: "hr" }, body: { name: "people" } })).toEqual({ changed: 2 });
  expect(await list({ match: "people" })).toEqual([{ tag: "people", messages: 2, unread: 1 }]);
  expect(await client.deleteTag({ params: { tag: "b c" } })).toEqual({ changed: 1 });
  expect((await list()).map(({ tag }) => tag)).toEqual(["people", "internal"]);
  const events: string[][] = [];
  await mailbox.replay(seq, (event) => {
    if (event.type === "message.changed") events.push(event.tags);
    return true;
  });
  expect(events).toHaveLength(3);
  await expect(client.deleteTag({ params: { tag: "b c" } })).rejects.toThrow("No message has the tag “b c”");
  await expect(client.renameTag({ params: { tag: "none" }, body: { name: "x" } })).rejects.toThrow("none");
});

test("a tag of 100 letters of any script is in a path", async () => {
  await using server = await startTestServer();
  const { id } = storeMessage(server.mailbox, mailSource("A"));
  const tag = "ж/".repeat(50);
  await server.client.markMessage({ params: { id }, body: { tags: [tag] } });
  expect(await server.client.deleteTag({ params: { tag } })).toEqual({ changed: 1 });
});

test("recipients are counted by the envelope, most frequent first", async () => {
  await using server = await startTestServer();
  const { mailbox, client } = server;
  const { envelope } = storeMessage(mailbox, mailSource("x"));
  await mailbox.clear();
  const store = (...to: string[]) =>
    storeMessage(mailbox, mailSource("A"), { envelope: { ...envelope, to: to.map(path) } });
  store("zoe@example.com");
  store("Zoe@example.com", "zoe@EXAMPLE.com", "bob@example.com");
  await mailbox.mark(store("bob@example.com", "zoe@example.com", "ann@example.com").id, { read: true });
  expect(await client.listRecipients()).toEqual({
    items: [
      { address: "zoe@example.com", messages: 3, unread: 2 },
      { address: "bob@example.com", messages: 2, unread: 1 },
      { address: "ann@example.com", messages: 1, unread: 0 },
    ],
    total: 3,
  });
  const { items, total } = await client.listRecipients({ query: { match: "OB@", q: "is:unread" } });
  expect([items, total]).toEqual([[{ address: "bob@example.com", messages: 1, unread: 1 }], 1]);
  expect((await client.listRecipients({ query: { limit: 1 } })).items).toHaveLength(1);
});

test("sources are counted, most frequent first", async () => {
  await using server = await startTestServer();
  const { mailbox, client } = server;
  storeMessage(mailbox, mailSource("A"));
  storeMessage(mailbox, mailSource("B"), { source: "sendgrid" });
  storeMessage(mailbox, mailSource("C"), { source: "sendgrid" });
  expect(await client.listSources()).toEqual({
    items: [
      { source: "sendgrid", messages: 2, unread: 2 },
      { source: "smtp", messages: 1, unread: 1 },
    ],
    total: 2,
  });
  expect((await client.listSources({ query: { q: "source:smtp" } })).total).toBe(1);
});
