import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createTempFolder } from "../../test/support/run-program.ts";
import { createSessionSource } from "../../test/support/session-source.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { openPersistentMailbox } from "../mailbox/persistent/persistent-mailbox.ts";
import { checkFile } from "./check-file.ts";
import { SqliteStore } from "./sqlite-store.ts";

// Rows that cannot be read: the start must succeed with everything else, and report them in one line.

interface Opened {
  readonly mailbox: Mailbox;
  readonly warnings: string[];
}

async function open(file: string): Promise<Opened> {
  const warnings: string[] = [];
  const store = await SqliteStore.open({
    file,
    maxSessions: 10,
    workerEntry: new URL("../app/store-worker-entry.ts", import.meta.url),
    onWarning: (warning) => warnings.push(warning),
  });
  const mailbox = await openPersistentMailbox(store, {});
  onTestFinished(() => void mailbox.close());
  return { mailbox, warnings };
}

/** Creates a file with three messages, two sessions and two fault rules. Returns the messages' ids. */
async function fill(file: string): Promise<string[]> {
  const { mailbox } = await open(file);
  const ids: string[] = [];
  for (const subject of ["One", "Two", "Three"]) {
    const { id } = await mailbox.add(createIncoming({ subject, to: ["zoe@example.net", "max@example.net"] }));
    await mailbox.mark(id, { read: true, addTags: ["kept"] });
    ids.push(id);
  }
  for (const id of ["S1", "S2"]) {
    const session = createSessionSource(id, { failed: true, closedAt: "2026-11-23T12:00:01.000Z" });
    mailbox.sessions.recordOpened(session);
    mailbox.sessions.recordClosed(session);
  }
  await mailbox.faults.add({ on: "mail", reply: "451" });
  await mailbox.faults.add({ on: "rcpt", reply: "452" });
  await mailbox.close();
  return ids;
}

function change(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

const describeAll = ({ mailbox }: Opened) => ({
  messages: mailbox.handles().map(({ id, envelope, tags, read, size }) => ({ id, envelope, tags, read, size })),
  sessions: mailbox.sessions.list({ limit: 10 }).items.map(({ id }) => id),
  faults: mailbox.faults.list().map(({ rule }) => rule.reply),
});

async function readIntact(file: string) {
  const opened = await open(file);
  const all = describeAll(opened);
  await opened.mailbox.close();
  return all;
}

const ROWS = ["not json", "null", "{}", '{"envelope":{"to":7}}'];

test.each(ROWS)("details that are %s: the message is there, with the envelope of its columns", async (details) => {
  const file = join(createTempFolder(), "mail.db");
  const [, second = ""] = await fill(file);
  const intact = await readIntact(file);
  change(file, `UPDATE messages SET details = '${details}' WHERE id = '${second}'`);
  const opened = await open(file);
  const { messages, ...others } = describeAll(opened);
  expect(others).toEqual({ sessions: intact.sessions, faults: intact.faults });
  expect(messages[0]).toEqual(intact.messages[0]);
  expect(messages[2]).toEqual(intact.messages[2]);
  expect(messages[1]).toMatchObject({ id: second, tags: ["kept"], read: true });
  expect(messages[1]?.envelope.from.address).toBe("jo@example.com");
  expect(messages[1]?.envelope.to.map(({ address }) => address)).toEqual(["zoe@example.net", "max@example.net"]);
  expect(opened.warnings).toEqual([expect.stringContaining(`the envelope's details of 1 message (${second})`)]);
  expect(checkFile(file).problems).toEqual([`Not readable: the envelope's details of 1 message (${second}).`]);
});

test("tags, findings and a time that cannot be read: everything else of the message is there", async () => {
  const file = join(createTempFolder(), "mail.db");
  const [first = "", second = "", third = ""] = await fill(file);
  const intact = await readIntact(file);
  change(
    file,
    `UPDATE messages SET tags = '["kept"' WHERE id = '${first}';
     UPDATE messages SET findings = '{}' WHERE id = '${second}';
     UPDATE messages SET received_at = 'yesterday' WHERE id = '${third}'`,
  );
  const opened = await open(file);
  const { messages } = describeAll(opened);
  expect(messages.slice(0, 2)).toEqual(intact.messages.slice(0, 2));
  expect(messages[2]).toEqual({ ...intact.messages[2], tags: [] });
  expect(opened.warnings).toHaveLength(1);
  for (const what of ["the tags of", "the findings of", "the time of"])
    expect(opened.warnings[0]).toContain(`${what} 1 message`);
  await opened.mailbox.mark(first, { addTags: ["new"] });
  await opened.mailbox.close();
  expect((await readIntact(file)).messages[2]?.tags).toEqual(["new"]);
});

test("a source that is missing or has the wrong length is reported; its row is left in the file", async () => {
  const file = join(createTempFolder(), "mail.db");
  const [first = "", second = "", third = ""] = await fill(file);
  const intact = await readIntact(file);
  change(
    file,
    `DELETE FROM contents WHERE seq = (SELECT seq FROM messages WHERE id = '${first}');
     UPDATE contents SET raw = x'4142' WHERE seq = (SELECT seq FROM messages WHERE id = '${second}')`,
  );
  const opened = await open(file);
  expect(describeAll(opened)).toEqual({ ...intact, messages: intact.messages.filter(({ id }) => id === third) });
  expect(opened.warnings).toEqual([
    expect.stringContaining(`the complete source of 2 messages (${first}, ${second}). It stays in the file`),
  ]);
  await opened.mailbox.close();
  expect(checkFile(file)).toMatchObject({
    messages: 3,
    problems: [`Not readable: the complete source of 2 messages (${first}, ${second}).`],
  });
});

test("a source without its message is left in the file, and reported", async () => {
  const file = join(createTempFolder(), "mail.db");
  const [first = ""] = await fill(file);
  change(file, `DELETE FROM messages WHERE id = '${first}'`);
  const opened = await open(file);
  expect(opened.mailbox.counts().messages).toBe(2);
  expect(opened.warnings).toEqual([expect.stringContaining("sources without their message: 1")]);
  await opened.mailbox.close();
  const db = new DatabaseSync(file);
  expect(db.prepare("SELECT seq FROM contents").all()).toHaveLength(3);
  db.close();
});

test("sessions and fault rules that cannot be read are left out", async () => {
  const file = join(createTempFolder(), "mail.db");
  await fill(file);
  const intact = await readIntact(file);
  change(
    file,
    `UPDATE sessions SET details = '{"id":' WHERE id = 'S1'; UPDATE faults SET rule = '[]' WHERE hits = 0 AND position = 1`,
  );
  const opened = await open(file);
  expect(describeAll(opened)).toEqual({ ...intact, sessions: ["S2"], faults: ["452"] });
  expect(opened.warnings).toEqual([expect.stringContaining("sessions: 1; fault rules: 1")]);
});

test.each([
  ["the number of the newest event", "UPDATE meta SET value = 'x' WHERE key = 'seq'"],
  ["a number that is lower than that of a message", "UPDATE meta SET value = '1' WHERE key = 'seq'"],
  ["the instance", "UPDATE meta SET value = '' WHERE key = 'instance'"],
  ["everything", "DELETE FROM meta"],
])("%s in meta: ids stay valid, and no number is used again", async (_, sql) => {
  const file = join(createTempFolder(), "mail.db");
  const ids = await fill(file);
  const before = await open(file);
  const { instance, seq } = before.mailbox;
  await before.mailbox.close();
  change(file, sql);
  const opened = await open(file);
  expect(opened.mailbox.instance).toBe(instance);
  for (const id of ids) expect(opened.mailbox.handle(id)?.id).toBe(id);
  expect(opened.mailbox.seq).toBeGreaterThanOrEqual(seq);
  expect(opened.warnings).toEqual([expect.stringContaining("the instance and the number of the newest event")]);
  const { id } = await opened.mailbox.add(createIncoming());
  await opened.mailbox.close();
  const again = await open(file);
  expect(again.mailbox.handle(id)?.id).toBe(id);
  expect(again.warnings).toEqual([]);
});

test("a damaged page of meta: all messages are recovered with their ids, and no number is used again", async () => {
  const file = join(createTempFolder(), "mail.db");
  const ids = await fill(file);
  const { messages, sessions, faults } = await readIntact(file);
  const db = new DatabaseSync(file);
  const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'meta'").get()?.["rootpage"]);
  db.close();
  const bytes = readFileSync(file);
  bytes.fill(0xff, (page - 1) * 4096, page * 4096);
  writeFileSync(file, bytes);
  expect(checkFile(file).problems.length).toBeGreaterThan(0);
  const opened = await open(file);
  expect(describeAll(opened)).toEqual({ messages, sessions, faults });
  expect(opened.warnings).toEqual([expect.stringMatching(/3 messages were recovered.*the instance and the number/)]);
  for (const id of ids) expect(opened.mailbox.handle(id)?.id).toBe(id);
  expect((await opened.mailbox.add(createIncoming())).seq).toBeGreaterThan(1_000_000);
});
