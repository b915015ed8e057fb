import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { damagePage, findPages } from "../../test/support/damage-file.ts";
import { createIncoming } from "../../test/support/incoming.ts";
import { createTempFolder } from "../../test/support/run-program.ts";
import { toKeptMail } from "../mailbox/kept-mail.ts";
import { formatMessageId } from "../mailbox/message-ids.ts";
import { SourceCache } from "../mailbox/source-cache.ts";
import type { KeptMail, KeptMessage } from "../mailbox/store.ts";
import { checkFile } from "./check-file.ts";
import { type OpenedFile, openFile } from "./open-file.ts";
import { MIGRATIONS } from "./schema.ts";
import { SqliteSourceReader } from "./source-reader.ts";
import { SqliteDatabase } from "./sqlite-database.ts";
import { StoreFileError } from "./store-file-error.ts";

const newFile = () => join(createTempFolder(), "mail.db");

const createMail = (seq: number, text = "x".repeat(10_000)): KeptMail =>
  toKeptMail(formatMessageId("INSTANCE0000", seq), seq, createIncoming({ subject: `Mail ${seq}`, text }));

function addMails({ database }: Pick<OpenedFile, "database">, from: number, to: number): void {
  for (let seq = from; seq <= to; seq++)
    database.write([{ type: "added", mail: createMail(seq), session: undefined }], seq);
}

function readMails({ database }: OpenedFile): KeptMessage[] {
  return database.readMessagesAfter(0, 1_000);
}

function readSource(file: string, { seq, size }: KeptMessage): Buffer {
  const reader = new SqliteSourceReader(file, (damaged) => expect.fail(`The source of ${damaged} is damaged`));
  const source = Buffer.concat(new SourceCache(reader, 0).read(seq, size) ?? []);
  reader.close();
  return source;
}

function fillFile(file: string, count: number): void {
  const opened = openFile(file, 100);
  addMails(opened, 1, count);
  opened.close();
}

/** The file must be refused with one line, and stay as it is. */
function expectRefused(file: string, reason: RegExp): void {
  const before = existsSync(file) ? readFileSync(file) : undefined;
  const open = () => openFile(file, 100);
  expect(open).toThrow(StoreFileError);
  expect(open).toThrow(reason);
  if (before !== undefined) expect(readFileSync(file).equals(before)).toBe(true);
}

describe("a store", () => {
  test("is created with mode 0600, and can be queried by a person while it is open", () => {
    const file = newFile();
    const opened = openFile(file, 100);
    addMails(opened, 1, 2);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const query = new DatabaseSync(file, { readOnly: true });
    expect(query.prepare("SELECT sender, recipients, subject, read FROM messages").all()).toEqual([
      { sender: "jo@example.com", recipients: "zoe@example.net", subject: "Mail 1", read: 0 },
      { sender: "jo@example.com", recipients: "zoe@example.net", subject: "Mail 2", read: 0 },
    ]);
    query.close();
    opened.close();
  });

  test("can be opened by one process at a time", () => {
    expect.hasAssertions();
    const file = newFile();
    const opened = openFile(file, 100);
    expectRefused(file, /in use by another Mailglass/);
    opened.close();
    openFile(file, 100).close();
  });

  test("that is full keeps what it has, takes nothing, and takes messages again when there is space", () => {
    const file = newFile();
    const opened = openFile(file, 100);
    addMails(opened, 1, 3);
    opened.database.limitPages(opened.database.pageCount + 2);
    expect(() => addMails(opened, 4, 20)).toThrow(/full/);
    const kept = readMails(opened).length;
    const state = opened.database.readState();
    opened.database.limitPages(undefined);
    addMails(opened, 30, 31);
    expect(readMails(opened)).toHaveLength(kept + 2);
    expect(state.seq).toBe(kept);
    opened.close();
  });

  test("returns space after a deletion, in steps", () => {
    const file = newFile();
    const opened = openFile(file, 100);
    addMails(opened, 1, 500);
    const pages = opened.database.pageCount;
    opened.database.write([{ type: "cleared" }], 500);
    let steps = 0;
    while (opened.database.vacuumStep()) steps++;
    expect(steps).toBeGreaterThan(1);
    expect(opened.database.pageCount).toBeLessThan(pages / 2);
    opened.close();
  });

  test("keeps what was hidden when the same process opens it again, also if it is damaged", () => {
    const file = newFile();
    fillFile(file, 50);
    const opened = openFile(file, 100);
    opened.database.write([{ type: "hidden", seqs: [2, 3] }], 50);
    opened.close();
    const intact = readFileSync(file);
    // The page of a source, at the end of the file.
    damagePage(file, -2);
    for (const content of [intact, readFileSync(file)]) {
      writeFileSync(file, content);
      const again = openFile(file, 100, true);
      again.database.write([{ type: "restored", seqs: [2] }], 50);
      again.close();
    }
    const after = openFile(file, 100);
    expect(readMails(after).map(({ seq }) => seq)).toEqual(expect.arrayContaining([1, 2, 4]));
    expect(readMails(after).map(({ seq }) => seq)).not.toContain(3);
    after.close();
  });

  test("deletes what was hidden when it is opened", () => {
    const file = newFile();
    fillFile(file, 3);
    const opened = openFile(file, 100);
    opened.database.write([{ type: "hidden", seqs: [2] }], 3);
    opened.close();
    const again = openFile(file, 100);
    expect(readMails(again).map(({ seq }) => seq)).toEqual([1, 3]);
    again.close();
  });
});

describe("a file that is", () => {
  test("no database is refused and not written", () => {
    expect.hasAssertions();
    const file = newFile();
    writeFileSync(file, "This is a letter, and it is longer than the header of a database has bytes. ".repeat(3));
    expectRefused(file, /not a database.*--store/);
    writeFileSync(file, "short");
    expectRefused(file, /not a database/);
  });

  test("another program's database is refused and not written", () => {
    const file = newFile();
    const other = new DatabaseSync(file);
    other.exec("PRAGMA journal_mode = WAL; CREATE TABLE mailbox (ID TEXT)");
    other.close();
    expectRefused(file, /another program, such as Mailpit.*--store/);
    expect(existsSync(`${file}-lock`)).toBe(false);
  });

  test("a store whose lock is no file, or another one, is refused, and the lock is named", () => {
    expect.hasAssertions();
    const file = newFile();
    fillFile(file, 1);
    const lock = `${file}-lock`;
    rmSync(lock);
    mkdirSync(lock);
    expectRefused(file, /lock file .*mail\.db-lock cannot be used.*delete it/);
    rmdirSync(lock);
    writeFileSync(lock, "x".repeat(5_000));
    expectRefused(file, /lock file .*mail\.db-lock cannot be used.*delete it/);
    rmSync(lock);
    openFile(file, 100).close();
  });

  // Linux has a file that can be opened, but not read at its beginning.
  test.skipIf(!existsSync("/proc/self/mem"))("not readable is refused", () => {
    expect(() => openFile("/proc/self/mem", 100)).toThrow(
      new StoreFileError("The store /proc/self/mem cannot be read (EIO)."),
    );
  });

  test("a folder, or in a folder that does not exist, is refused", () => {
    const folder = createTempFolder();
    expectRefused(join(folder, "missing", "mail.db"), /cannot be written \(ENOENT\)/);
    expect(() => openFile(folder, 100)).toThrow(/is not a file/);
  });

  test("of a newer schema is refused and not written", () => {
    const file = newFile();
    fillFile(file, 1);
    const db = new DatabaseSync(file);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    db.close();
    expectRefused(file, /written by a newer Mailglass/);
    expect(() => checkFile(file)).toThrow(/newer Mailglass/);
  });

  test("of an older schema is brought up to date, and keeps its messages", () => {
    const file = newFile();
    fillFile(file, 3);
    const migrations = [...MIGRATIONS, "ALTER TABLE messages ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'"];
    const database = new SqliteDatabase({ file, isNew: false, maxSessions: 1, migrations });
    expect(database.readMessagesAfter(2, 5)).toMatchObject([{ seq: 3 }]);
    database.close();
    const db = new DatabaseSync(file);
    expect(db.prepare("SELECT colour FROM messages").all()).toHaveLength(3);
    expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: migrations.length });
    db.close();
  });

  test("of the first schema is brought up to date, and keeps its long sources", () => {
    const file = newFile();
    const long = "x".repeat(10_000_000);
    fillFile(file, 1);
    const db = new DatabaseSync(file);
    const { raw } = createMail(1, long);
    db.prepare("UPDATE contents SET raw = ?").run(Buffer.concat(raw));
    db.exec("UPDATE messages SET size = (SELECT length(raw) FROM contents)");
    db.exec("DROP TABLE continued; PRAGMA user_version = 1");
    db.close();
    expect(checkFile(file)).toMatchObject({ messages: 1, schema: 1, problems: [] });
    const opened = openFile(file, 100);
    expect(readMails(opened).map((mail) => readSource(file, mail).equals(Buffer.concat(raw)))).toEqual([true]);
    opened.close();
  });

  test("without a table, as a process leaves it that is killed while it creates the file, is used as a new one", () => {
    const file = newFile();
    const begun = new DatabaseSync(file);
    begun.exec("PRAGMA application_id = 1; PRAGMA application_id = 0");
    begun.close();
    expect(statSync(file).size).toBeGreaterThan(0);
    fillFile(file, 2);
    const opened = openFile(file, 100);
    expect(readMails(opened)).toHaveLength(2);
    opened.close();
  });

  test("another program's is refused, too, while its tables are in the WAL only", () => {
    expect.hasAssertions();
    const file = newFile();
    const other = new DatabaseSync(file);
    other.exec("PRAGMA journal_mode = WAL; CREATE TABLE mailbox (ID TEXT)");
    expectRefused(file, /another program/);
    other.close();
  });

  test("empty is used as a new one", () => {
    const file = newFile();
    writeFileSync(file, "");
    fillFile(file, 1);
    expect(checkFile(file)).toMatchObject({ messages: 1, problems: [] });
  });
});

describe("a write-ahead log of a process that was killed", () => {
  /** Returns a copy of a store of ten messages as a kill leaves it, and its log. */
  function copyOpen(): { readonly file: string; readonly wal: string; readonly bytes: Buffer } {
    const original = newFile();
    const opened = openFile(original, 100);
    addMails(opened, 1, 10);
    const file = newFile();
    for (const suffix of ["", "-wal"]) copyFileSync(original + suffix, file + suffix);
    opened.close();
    return { file, wal: `${file}-wal`, bytes: readFileSync(`${file}-wal`) };
  }

  test("is read whole, also if the last transaction is not complete", () => {
    const { file, wal, bytes } = copyOpen();
    writeFileSync(wal, bytes.subarray(0, -100));
    const opened = openFile(file, 100);
    expect(readMails(opened)).toHaveLength(9);
    expect(opened.warning).toBeUndefined();
    opened.close();
  });

  test.each([
    ["in the middle", 0.5],
    ["in its header", 0],
  ])("that is damaged %s is kept, because SQLite reads only what is before", (_, share) => {
    const { file, wal, bytes } = copyOpen();
    const at = Math.trunc(bytes.length * share) + 16;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(wal, bytes);
    const opened = openFile(file, 100);
    expect(readMails(opened).length).toBeLessThan(10);
    expect(opened.warning).toMatch(/-wal was damaged: its last \d+ changes could not be read/);
    expect(readFileSync(`${wal}.damaged`).equals(bytes)).toBe(true);
    opened.close();
    const again = openFile(file, 100);
    expect(again.warning).toBeUndefined();
    again.close();
  });
});

describe("a damaged file", () => {
  test("that was truncated: what is readable is recovered, the rest is counted, and the file is kept", () => {
    const file = newFile();
    fillFile(file, 50);
    truncateSync(file, Math.trunc(statSync(file).size / 2));
    const copy = `${file}.copy`;
    copyFileSync(file, copy);
    expect(checkFile(copy).problems.length).toBeGreaterThan(0);
    const damaged = readFileSync(file);
    const opened = openFile(file, 100);
    const mails = readMails(opened);
    expect(mails.length).toBeGreaterThan(5);
    expect(mails.length).toBeLessThan(50);
    for (const mail of mails) {
      const { raw, ...message } = createMail(mail.seq);
      expect(mail).toEqual(message);
      expect(readSource(file, mail)).toEqual(Buffer.concat(raw));
    }
    expect(opened.warning).toContain(`${mails.length} messages were recovered`);
    expect(opened.warning).toContain(`${file}.damaged`);
    expect(readFileSync(`${file}.damaged`).equals(damaged)).toBe(true);
    opened.close();
    expect(checkFile(file)).toMatchObject({ messages: mails.length, problems: [] });
  });

  test("whose pages were overwritten loses no more than these", () => {
    const file = newFile();
    fillFile(file, 50);
    const pages = findPages(file, "contents", "overflow");
    for (const page of pages.slice(20, 24)) damagePage(file, page);
    const opened = openFile(file, 100, true);
    expect(opened.warning).toMatch(/\d+ messages were recovered/);
    expect(readMails(opened).length).toBeGreaterThanOrEqual(40);
    opened.close();
  });
});
