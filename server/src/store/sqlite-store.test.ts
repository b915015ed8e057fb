import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { damagePage, findPages } from "../../test/support/damage-file.ts";
import { createIncoming } from "../../test/support/incoming.ts";
import { createTempFolder } from "../../test/support/run-program.ts";
import { toKeptMail } from "../mailbox/kept-mail.ts";
import { openPersistentMailbox } from "../mailbox/persistent/persistent-mailbox.ts";
import { StoreError } from "../mailbox/store.ts";
import { checkFile } from "./check-file.ts";
import { openFile } from "./open-file.ts";
import { openForReading } from "./open-for-reading.ts";
import { SqliteStore } from "./sqlite-store.ts";

// The worker thread of a store that ends unexpectedly, and what the start leaves to it.

const newFile = () => join(createTempFolder(), "mail.db");

function countPages(file: string): number {
  const { db, close } = openForReading(file);
  const count = Number(db.prepare("PRAGMA page_count").get()?.["page_count"]);
  close();
  return count;
}

/** Overwrites a page in the middle of the sources. */
function damageSources(file: string, type: "leaf" | "overflow"): void {
  const pages = findPages(file, "contents", type);
  damagePage(file, pages[Math.trunc(pages.length / 2)] ?? 0);
}

async function fillFile(file: string, count: number): Promise<void> {
  const { mailbox } = await open(file);
  for (let number = 1; number <= count; number++)
    await mailbox.add(createIncoming({ subject: `Mail ${number}`, text: "x".repeat(30_000) }));
  await mailbox.close();
}

async function open(file: string) {
  const failures: (string | undefined)[] = [];
  const warnings: string[] = [];
  const store = await SqliteStore.open({
    file,
    maxSessions: 10,
    workerEntry: new URL("../../test/support/exiting-store-entry.ts", import.meta.url),
    onFailureChange: (failure) => failures.push(failure),
    onWarning: (warning) => warnings.push(warning),
  });
  const mailbox = await openPersistentMailbox(store, {});
  onTestFinished(() => void mailbox.close());
  /** Ends the worker. */
  const crash = async () => {
    await expect(Promise.resolve(mailbox.faults.remove("exit"))).rejects.toThrow(StoreError);
  };
  return { store, mailbox, failures, warnings, crash };
}

test("after a crash of its worker thread, the store is opened again with the next commit", async () => {
  const file = newFile();
  const { mailbox, failures, crash } = await open(file);
  await mailbox.add(createIncoming());
  for (let round = 1; round <= 3; round++) {
    await crash();
    expect(mailbox.storeStatus?.failure).toContain("its worker thread has ended");
    await Promise.all([mailbox.add(createIncoming()), mailbox.add(createIncoming())]);
    await mailbox.add(createIncoming());
    expect(mailbox.storeStatus).toMatchObject({ failure: undefined });
  }
  expect(failures[0]).toContain(file);
  expect(failures.filter((failure) => failure === undefined)).toHaveLength(3);
  expect(checkFile(file)).toMatchObject({ messages: 10, problems: [] });
});

test("a commit that was written before the worker could say so takes effect, once", async () => {
  const file = newFile();
  const { mailbox, failures } = await open(file);
  const results = await Promise.all([
    mailbox.add(createIncoming()),
    mailbox.faults.add({ on: "mail", reply: "451" }),
    mailbox.faults.remove("exit-written"),
    mailbox.add(createIncoming()),
  ]);
  await mailbox.add(createIncoming());
  expect(failures).toEqual([]);
  expect(mailbox.handles().map(({ id }) => id)).toEqual(expect.arrayContaining([results[0].id, results[3].id]));
  await mailbox.close();
  const again = await open(file);
  expect(again.mailbox.handles().map(({ id }) => id)).toEqual(mailbox.handles().map(({ id }) => id));
  expect(again.mailbox.counts().messages).toBe(3);
  expect(again.mailbox.faults.list()).toEqual(mailbox.faults.list());
});

test("a worker that cannot open the store again is replaced by one that can", async () => {
  const file = newFile();
  const { mailbox, crash } = await open(file);
  await mailbox.add(createIncoming());
  renameSync(file, `${file}-away`);
  writeFileSync(file, "no database");
  await crash();
  await expect(Promise.resolve(mailbox.add(createIncoming()))).rejects.toThrow(/is not a database/);
  renameSync(`${file}-away`, file);
  await mailbox.add(createIncoming());
  await mailbox.close();
  expect(checkFile(file)).toMatchObject({ messages: 2, problems: [] });
});

test("a message that is restored after a crash of the worker is kept", async () => {
  const file = newFile();
  const { mailbox, crash } = await open(file);
  const { id } = await mailbox.add(createIncoming());
  const other = await mailbox.add(createIncoming());
  const { undo } = await mailbox.removeWithUndo([id]);
  await mailbox.removeWithUndo([other.id]);
  await crash();
  expect(await mailbox.restore(undo?.token ?? "")).toBe(1);
  await mailbox.close();
  const again = await open(file);
  expect(again.mailbox.handles().map((message) => message.id)).toEqual([id]);
});

test("pages that a crash has left free are returned after the next start", async () => {
  const file = newFile();
  const { mailbox } = await open(file);
  for (let number = 1; number <= 40; number++) await mailbox.add(createIncoming({ text: "x".repeat(100_000) }));
  await mailbox.close();
  const { database, close } = openFile(file, 10);
  const pages = database.pageCount;
  database.write([{ type: "cleared" }], 1_000);
  expect(database.pageCount).toBe(pages);
  close();
  const again = await open(file);
  expect(again.mailbox.counts().messages).toBe(0);
  await vi.waitFor(() => expect(countPages(file)).toBeLessThan(pages / 2));
});

test("a damaged source is found after the start, and the file is recovered", async () => {
  const file = newFile();
  await fillFile(file, 40);
  damageSources(file, "overflow");
  const { mailbox, warnings } = await open(file);
  expect(mailbox.counts().messages).toBe(40);
  await vi.waitFor(() => expect(warnings).toHaveLength(1), { timeout: 60_000 });
  expect(warnings[0]).toMatch(/\d+ messages were recovered, and \d could not be/);
  expect(existsSync(`${file}.damaged`)).toBe(true);
  const { id } = await mailbox.add(createIncoming({ subject: "Later" }));
  await mailbox.close();
  expect(checkFile(file).problems).toEqual([]);
  const again = await open(file);
  expect(again.warnings).toEqual([]);
  expect(again.mailbox.get(id)).toBeDefined();
});

test("damage that the start meets is recovered at once", async () => {
  const file = newFile();
  await fillFile(file, 40);
  damageSources(file, "leaf");
  const { mailbox, warnings } = await open(file);
  expect(warnings.join()).toMatch(/ messages were recovered, and \d+ could not be/);
  expect(mailbox.counts().messages).toBeGreaterThan(10);
  expect(mailbox.counts().messages).toBeLessThan(40);
  await mailbox.add(createIncoming());
  await mailbox.close();
  expect(checkFile(file)).toMatchObject({ messages: mailbox.counts().messages, problems: [] });
});

/** Chunks of a source whose memory is slow: half a millisecond for each. Counts those that are read in one turn of the event loop. */
class SlowChunks extends Array<Buffer> {
  longest = 0;

  override *[Symbol.iterator](): ArrayIterator<Buffer> {
    let read = 0;
    for (let index = 0; index < this.length; index++) {
      const start = performance.now();
      while (performance.now() - start < 0.5);
      if (read++ === 0) setImmediate(() => (read = 0));
      this.longest = Math.max(this.longest, read);
      yield this.at(index) as Buffer;
    }
    return undefined;
  }
}

test("a large source is copied in time slices", async () => {
  const { store, mailbox } = await open(newFile());
  const chunks = SlowChunks.from({ length: 100 }, (_, index) => Buffer.from(`${index}\r\n`)) as SlowChunks;
  const source = Buffer.concat([...chunks]);
  chunks.longest = 0;
  const mail = toKeptMail("id", 1, { ...createIncoming({ raw: source }), raw: chunks });
  await store.commit([{ type: "added", mail, session: undefined }], 1);
  expect(store.sources.readPiece(1, 0)).toEqual(Uint8Array.from(source));
  expect(chunks.longest).toBeGreaterThan(0);
  // Those of two milliseconds, with a margin.
  expect(chunks.longest).toBeLessThanOrEqual(20);
  await mailbox.close();
});
