import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { damagePage, findPages } from "../../test/support/damage-file.ts";
import { createIncoming } from "../../test/support/incoming.ts";
import { createFolderForAllTests, createTempFolder } from "../../test/support/run-program.ts";
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

/** Opens it until the end of the test. */
async function open(file: string): Promise<Opened> {
  const opened = await openUntilClosed(file);
  onTestFinished(() => void opened.mailbox.close());
  return opened;
}

async function openUntilClosed(file: string): Promise<Opened> {
  const warnings: string[] = [];
  const store = await SqliteStore.open({
    file,
    maxSessions: 10,
    workerEntry: new URL("../app/store-worker-entry.ts", import.meta.url),
    onWarning: (warning) => warnings.push(warning),
  });
  const mailbox = await openPersistentMailbox(store, {});
  return { mailbox, warnings };
}

const template = join(createFolderForAllTests(), "mail.db");
let ids: readonly string[] = [];
let intact: ReturnType<typeof describeAll> & { readonly instance: string; readonly seq: number };

/** Creates a file with three messages, two sessions and two fault rules. */
beforeAll(async () => {
  const opened = await openUntilClosed(template);
  const { mailbox } = opened;
  const added: string[] = [];
  for (const subject of ["One", "Two", "Three"]) {
    const { id } = await mailbox.add(createIncoming({ subject, to: ["zoe@example.net", "max@example.net"] }));
    await mailbox.mark(id, { read: true, addTags: ["kept"] });
    added.push(id);
  }
  for (const id of ["S1", "S2"]) {
    const session = createSessionSource(id, { failed: true, closedAt: "2026-11-23T12:00:01.000Z" });
    mailbox.sessions.recordOpened(session);
    mailbox.sessions.recordClosed(session);
  }
  await mailbox.faults.add({ on: "mail", reply: "451" });
  await mailbox.faults.add({ on: "rcpt", reply: "452" });
  await mailbox.close();
  ids = added;
  intact = { ...describeAll(opened), instance: mailbox.instance, seq: mailbox.seq };
});

/** Returns a copy of that file, in which this was executed. */
function copyFilled(sql = ""): string {
  const file = join(createTempFolder(), "mail.db");
  copyFileSync(template, file);
  change(file, sql);
  return file;
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

const ENVELOPE =
  '"envelope":{"greeting":"EHLO","helo":"x","from":{"address":"","parameters":[]},"to":[],"tls":null,"auth":null';

const ROWS = [
  "not json",
  "null",
  "{}",
  '{"envelope":{"to":7}}',
  `{${ENVELOPE},"peer":{}},"sessionLines":null,"request":null,"heapBytes":null,"givenTags":[]}`,
  `{${ENVELOPE},"peer":{"address":"::1","port":1}},"sessionLines":null,"request":{},"heapBytes":null,"givenTags":[]}`,
  `{${ENVELOPE},"peer":{"address":"::1","port":1}},"sessionLines":null,"request":null,"heapBytes":1e300,"givenTags":[]}`,
];

test.each(ROWS)("details that are %s: the message is there, with the envelope of its columns", async (details) => {
  const [, second = ""] = ids;
  const file = copyFilled(`UPDATE messages SET details = '${details}' WHERE id = '${second}'`);
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
  const [first = "", second = "", third = ""] = ids;
  const file = copyFilled(
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
  expect(describeAll(await open(file)).messages[2]?.tags).toEqual(["new"]);
});

test("a source that is missing or has the wrong length is reported; its row is left in the file", async () => {
  const [first = "", second = "", third = ""] = ids;
  const file = copyFilled(
    `DELETE FROM contents WHERE seq = (SELECT seq FROM messages WHERE id = '${first}');
     UPDATE contents SET raw = x'4142' WHERE seq = (SELECT seq FROM messages WHERE id = '${third}')`,
  );
  const opened = await open(file);
  const { messages, sessions, faults } = intact;
  expect(describeAll(opened)).toEqual({ messages: messages.filter(({ id }) => id === second), sessions, faults });
  expect(opened.warnings).toEqual([
    expect.stringContaining(`the complete source of 2 messages (${first}, ${third}). Everything else was loaded`),
  ]);
  await opened.mailbox.close();
  expect(checkFile(file)).toMatchObject({
    messages: 3,
    problems: [`Not readable: the complete source of 2 messages (${first}, ${third}).`],
  });
});

test("a source without its message is left in the file, and reported", async () => {
  const file = copyFilled(`DELETE FROM messages WHERE id = '${ids[0]}'`);
  const opened = await open(file);
  expect(opened.mailbox.counts().messages).toBe(2);
  expect(opened.warnings).toEqual([expect.stringContaining("sources without their message: 1")]);
  await opened.mailbox.close();
  expect(checkFile(file).problems).toEqual(["Not readable: sources without their message: 1."]);
});

test.each([
  [
    "a session",
    "session",
    "UPDATE sessions SET details = json_set(details, '$.interrupted', json('{}')) WHERE id = 'S1'",
  ],
  ["a session", "session", "UPDATE sessions SET details = json_set(details, '$.peer', json('[]')) WHERE id = 'S1'"],
  [
    "a session that ends at no date",
    "session",
    `UPDATE sessions SET details = json_set(details, '$.closedAt', null, '$.transcript',
       json('[{"number":1,"at":1e300,"kind":"client","text":"x","bytes":1}]')) WHERE id = 'S1'`,
  ],
  ["a fault rule", "fault rule", "UPDATE faults SET rule = json_set(rule, '$.match', null) WHERE position = 1"],
  ["a fault rule", "fault rule", "UPDATE faults SET rule = json_set(rule, '$.reply', json('{}')) WHERE position = 1"],
  ["a fault rule", "fault rule", "UPDATE faults SET rule = json_set(rule, '$.delay', -1e9) WHERE position = 1"],
])("%s with a part of another type is left out", async (_, kind, sql) => {
  const opened = await open(copyFilled(sql));
  const { sessions, faults, messages } = intact;
  expect(describeAll(opened)).toEqual({
    messages,
    sessions: kind === "session" ? ["S2"] : sessions,
    faults: kind === "session" ? faults : ["452"],
  });
  expect(opened.warnings).toEqual([expect.stringContaining(`${kind}s: 1`)]);
});

test("integers that are too large for a number hurt nothing but their own row", async () => {
  const [first = "", second = "", third = ""] = ids;
  const huge = 2n ** 62n;
  const file = copyFilled(
    `UPDATE messages SET read = ${huge} WHERE id = '${first}';
     UPDATE messages SET size = ${huge} WHERE id = '${second}';
     UPDATE messages SET seq = ${huge} WHERE id = '${third}';
     UPDATE contents SET seq = ${huge} WHERE seq = (SELECT max(seq) FROM contents);
     UPDATE faults SET seen = ${huge}`,
  );
  expect(checkFile(file).problems).toHaveLength(2);
  const opened = await open(file);
  expect(describeAll(opened).messages.map(({ id, read }) => ({ id, read }))).toEqual([{ id: first, read: false }]);
  expect(opened.warnings).toEqual([
    expect.stringContaining(`the complete source of 1 message (${second}); messages with an impossible number: 1`),
  ]);
  const { id } = await opened.mailbox.add(createIncoming());
  expect(opened.mailbox.handle(id)?.id).toBe(id);
});

test("sessions and fault rules that cannot be read are left out", async () => {
  const opened = await open(
    copyFilled(
      `UPDATE sessions SET details = '{"id":' WHERE id = 'S1'; UPDATE faults SET rule = '[]' WHERE position = 1`,
    ),
  );
  expect(describeAll(opened)).toEqual({ messages: intact.messages, sessions: ["S2"], faults: ["452"] });
  expect(opened.warnings).toEqual([expect.stringContaining("sessions: 1; fault rules: 1")]);
});

test.each([
  ["the number of the newest event", "UPDATE meta SET value = 'x' WHERE key = 'seq'"],
  ["a number that is lower than that of a message", "UPDATE meta SET value = '1' WHERE key = 'seq'"],
  ["a number that no id can have", "UPDATE meta SET value = '999999999999999' WHERE key = 'seq'"],
  ["the instance", "UPDATE meta SET value = '' WHERE key = 'instance'"],
  ["everything", "DELETE FROM meta"],
])("%s in meta: ids stay valid, and no number is used again", async (_, sql) => {
  const file = copyFilled(sql);
  const opened = await open(file);
  expect(opened.mailbox.instance).toBe(intact.instance);
  for (const id of ids) expect(opened.mailbox.handle(id)?.id).toBe(id);
  expect(opened.mailbox.seq).toBeGreaterThanOrEqual(intact.seq);
  expect(opened.warnings).toEqual([expect.stringContaining("the instance and the number of the newest event")]);
  const { id } = await opened.mailbox.add(createIncoming());
  await opened.mailbox.close();
  const again = await open(file);
  expect(again.mailbox.handle(id)?.id).toBe(id);
  expect(again.warnings).toEqual([]);
});

test("a damaged page of meta: all messages are recovered with their ids, and no number is used again", async () => {
  const file = copyFilled();
  for (const page of findPages(file, "meta", "leaf")) damagePage(file, page);
  expect(checkFile(file).problems.length).toBeGreaterThan(0);
  const opened = await open(file);
  const { messages, sessions, faults } = intact;
  expect(describeAll(opened)).toEqual({ messages, sessions, faults });
  expect(opened.warnings).toEqual([expect.stringMatching(/3 messages were recovered.*the instance and the number/)]);
  for (const id of ids) expect(opened.mailbox.handle(id)?.id).toBe(id);
  expect((await opened.mailbox.add(createIncoming())).seq).toBeGreaterThan(1_000_000);
});
