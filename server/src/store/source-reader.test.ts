import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createTempFolder } from "../../test/support/run-program.ts";
import { toKeptMail } from "../mailbox/kept-mail.ts";
import { StoreError } from "../mailbox/store.ts";
import { openFile } from "./open-file.ts";
import { SqliteSourceReader } from "./source-reader.ts";

const MiB = 1024 * 1024;

/** Creates a file with messages of these sizes, numbered from 1. */
function createFile(sizes: readonly number[]): string {
  const file = join(createTempFolder(), "mail.db");
  const { database, close } = openFile(file, 1);
  for (const [index, size] of sizes.entries()) {
    const mail = toKeptMail(`id-${index}`, index + 1, createIncoming({ raw: Buffer.alloc(size, index + 65) }));
    database.write([{ type: "added", mail, session: undefined }], index + 1);
  }
  close();
  return file;
}

test("a source of more than 4 MiB is read in pieces", () => {
  const reader = new SqliteSourceReader(createFile([10, 9 * MiB]), () => expect.fail("damaged"));
  const lengths = (seq: number) => [0, 1, 2, 3].map((piece) => reader.readPiece(seq, piece)?.length);
  expect(lengths(1)).toEqual([10, undefined, undefined, undefined]);
  expect(lengths(2)).toEqual([4 * MiB, 4 * MiB, MiB, undefined]);
  expect(lengths(3)).toEqual([undefined, undefined, undefined, undefined]);
  reader.close();
});

test("a file that cannot be read is an error, until it can be read again", () => {
  const file = createFile([10]);
  const reader = new SqliteSourceReader(file, () => expect.fail("damaged"));
  renameSync(file, `${file}.away`);
  expect(() => reader.readPiece(1, 0)).toThrow(StoreError);
  expect(() => reader.readPiece(1, 0)).toThrow(/^The store .*mail\.db cannot be read: unable to open database file\.$/);
  renameSync(`${file}.away`, file);
  expect(reader.readPiece(1, 0)).toEqual(new Uint8Array(10).fill(65));
  reader.close();
});

test("a damaged source is reported, and the others are read", () => {
  const file = createFile([MiB, MiB, MiB]);
  const bytes = readFileSync(file);
  const second = bytes.indexOf(Buffer.alloc(4000, 66));
  // The first bytes of an overflow page are the number of the next one.
  for (let at = Math.ceil(second / 4096) * 4096; at < second + MiB / 2; at += 4096)
    bytes.writeUInt32BE(0xffff_ffff, at);
  writeFileSync(file, bytes);
  const damaged: number[] = [];
  const reader = new SqliteSourceReader(file, (seq) => damaged.push(seq));
  expect([1, 2, 3].map((seq) => reader.readPiece(seq, 0)?.[0])).toEqual([65, undefined, 67]);
  expect(damaged).toEqual([2]);
  reader.close();
});
