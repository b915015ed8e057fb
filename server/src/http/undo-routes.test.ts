import { ProblemError } from "@mailglass/shared/client";
import { expect, test, vi } from "vitest";
import {
  type ListeningServer,
  mailSource,
  startTestServer,
  storeMessage,
} from "../../test/support/test-http-server.ts";

function storeSubjects({ mailbox }: ListeningServer, ...subjects: string[]): string[] {
  return subjects.map((subject) => storeMessage(mailbox, mailSource(subject)).id);
}

async function listSubjects({ client }: ListeningServer): Promise<string[]> {
  return (await client.listMessages()).items.map(({ subject }) => subject);
}

test("messages that were named are deleted, and restored with their ids and times", async () => {
  await using server = await startTestServer();
  const ids = storeSubjects(server, "One", "Two", "Three");
  const { client } = server;
  const before = await client.listMessages();
  const {
    deleted,
    undo = "",
    expiresAt,
  } = await client.deleteSelectedMessages({
    body: { ids: ids.slice(0, 2), undoable: true },
  });
  expect([deleted, undo.length]).toEqual([2, 36]);
  expect(Date.parse(expiresAt ?? "")).toBeGreaterThan(Date.now());
  expect(await listSubjects(server)).toEqual(["Three"]);
  await expect(client.getRaw({ params: { id: ids[0] ?? "" } })).rejects.toMatchObject({ status: 404 });
  expect((await client.getInfo()).undos).toEqual([{ undo, expiresAt, messages: 2 }]);
  expect(await client.restoreMessages({ body: { undo: undo.toUpperCase() } })).toEqual({ restored: 2 });
  expect((await client.listMessages()).items).toEqual(before.items);
  expect(Buffer.from(await client.getRaw({ params: { id: ids[0] ?? "" } })).toString()).toContain("Subject: One");
  expect((await client.getInfo()).undos).toEqual([]);
});

test("messages that match are deleted and restored; others stay", async () => {
  await using server = await startTestServer();
  storeSubjects(server, "Spam 1", "Ham", "Spam 2");
  const { deleted, undo = "" } = await server.client.deleteSelectedMessages({
    body: { q: "subject:spam", undoable: true },
  });
  expect([deleted, await listSubjects(server)]).toEqual([2, ["Ham"]]);
  await server.client.restoreMessages({ body: { undo } });
  expect(await listSubjects(server)).toEqual(["Spam 2", "Ham", "Spam 1"]);
});

test.each([{}, { undoable: false }])("with %j nothing is kept for an undo", async (options) => {
  await using server = await startTestServer();
  const ids = storeSubjects(server, "One", "Two");
  expect(await server.client.deleteSelectedMessages({ body: { ids, ...options } })).toEqual({ deleted: 2 });
  expect((await server.client.getInfo()).undos).toEqual([]);
});

test("where nothing was deleted there is nothing to undo", async () => {
  await using server = await startTestServer();
  const body = { q: "subject:nothing", undoable: true };
  expect(await server.client.deleteSelectedMessages({ body })).toEqual({ deleted: 0 });
});

test("several deletions can be undone, in any order", async () => {
  await using server = await startTestServer();
  const ids = storeSubjects(server, "One", "Two", "Three");
  const undos: string[] = [];
  for (const id of ids) {
    const { undo = "" } = await server.client.deleteSelectedMessages({ body: { ids: [id], undoable: true } });
    undos.push(undo);
  }
  expect(await listSubjects(server)).toEqual([]);
  for (const at of [1, 0, 2]) await server.client.restoreMessages({ body: { undo: undos[at] ?? "" } });
  expect(await listSubjects(server)).toEqual(["Three", "Two", "One"]);
});

test("an undo that was used, is over or never was is a problem that says so, and restores nothing", async () => {
  await using server = await startTestServer();
  const ids = storeSubjects(server, "One", "Two");
  const remove = async (id: string | undefined) => {
    const body = { ids: [id ?? ""], undoable: true };
    return (await server.client.deleteSelectedMessages({ body })).undo ?? "";
  };
  const used = await remove(ids[0]);
  await server.client.restoreMessages({ body: { undo: used } });
  const cleared = await remove(ids[1]);
  await server.client.deleteMessages();
  for (const undo of [used, cleared, "00000000-0000-4000-8000-000000000000"]) {
    const problem = await server.client.restoreMessages({ body: { undo } }).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ProblemError);
    expect(problem).toMatchObject({
      status: 404,
      problem: {
        type: "urn:mailglass:problem:not-found",
        detail: expect.stringMatching(/^Nothing was restored: .*60 seconds/),
      },
    });
  }
  expect(await listSubjects(server)).toEqual([]);
});

test("the stream reports both, also to a reader that reconnects", async () => {
  await using server = await startTestServer();
  const [id = ""] = storeSubjects(server, "One", "Two");
  const since = server.mailbox.seq;
  const { undo = "", expiresAt } = await server.client.deleteSelectedMessages({ body: { ids: [id], undoable: true } });
  const readSince = async (types: string[]) => {
    const url = `${server.url.href}api/stream?since=${since}&instance=${server.mailbox.instance}`;
    const events: object[] = [];
    const response = await fetch(url, { headers: { accept: "text/event-stream" } });
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      events.push(...[...chunk.matchAll(/^data: (.*)$/gm)].map(([, json = ""]) => JSON.parse(json) as object));
      if (events.length > types.length) break;
    }
    return events.slice(1);
  };
  const removed = { type: "message.removed", ids: [id], reason: "deleted" };
  expect(await readSince(["message.removed"])).toMatchObject([{ ...removed, undo, expiresAt }]);
  await server.client.restoreMessages({ body: { undo } });
  const events = await readSince(["message.removed", "message.restored"]);
  expect(events).toMatchObject([removed, { type: "message.restored", message: { id, subject: "One" }, undo }]);
  expect(events[0]).not.toHaveProperty("undo");
});

test("a wait is not ended by what is restored", async () => {
  await using server = await startTestServer();
  const ids = storeSubjects(server, "Wanted");
  const { undo = "" } = await server.client.deleteSelectedMessages({ body: { ids, undoable: true } });
  const waiting = server.client.waitForMessages({ query: { subject: "Wanted", timeout: 60_000 } });
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(1));
  await server.client.restoreMessages({ body: { undo } });
  const [id] = storeSubjects(server, "Wanted");
  expect(await waiting).toMatchObject({ items: [{ id }] });
});
