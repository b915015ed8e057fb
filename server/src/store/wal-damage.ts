import { copyFileSync, readFileSync } from "node:fs";
import { readErrorCode } from "../base/error-message.ts";
import { findFreeName } from "./free-name.ts";

/*
 * SQLite reads a write-ahead log up to the first frame whose checksum is wrong, without an error, and overwrites the rest later: so a
 * single bit would delete every message after it. Frames after such a one that belong to the same log and end a transaction show
 * that this is damage, and not the end of the log. Format: https://sqlite.org/fileformat2.html#walformat
 */

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit of the magic number: the checksums have big-endian words. */
const BIG_ENDIAN = 1;

/**
 * Copies the write-ahead log of a store if it is damaged, before SQLite opens it.
 *
 * @returns a sentence for the log; undefined if there is no damage
 */
export function keepDamagedWal(file: string): string | undefined {
  const wal = `${file}-wal`;
  const lost = countLostCommits(readIfThere(wal));
  if (lost === 0) return undefined;
  const copy = findFreeName(`${wal}.damaged`);
  copyFileSync(wal, copy);
  return `The write-ahead log ${wal} was damaged: its last ${lost} changes could not be read. A copy of it is now ${copy}.`;
}

function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (readErrorCode(error) === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

/** Counts the transactions that end after the first frame that SQLite would not read. */
function countLostCommits(wal: Buffer): number {
  if (wal.length < HEADER_BYTES + FRAME_HEADER_BYTES) return 0;
  const pageBytes = wal.readUInt32BE(8);
  const checksum = new Checksum(wal, (wal.readUInt32BE(0) & BIG_ENDIAN) === BIG_ENDIAN);
  checksum.add(0, 24);
  let isReadable = checksum.isAt(24);
  // The salts of a damaged header are not known. Its first frame was written together with it.
  const saltsAt = isReadable ? 16 : HEADER_BYTES + 8;
  const salts = wal.subarray(saltsAt, saltsAt + 8);
  let lost = 0;
  const frameBytes = FRAME_HEADER_BYTES + (isPageSize(pageBytes) ? pageBytes : 8_192);
  for (let at = HEADER_BYTES; at + frameBytes <= wal.length; at += frameBytes) {
    if (!wal.subarray(at + 8, at + 16).equals(salts)) {
      isReadable = false;
      continue;
    }
    checksum.add(at, at + 8);
    checksum.add(at + FRAME_HEADER_BYTES, at + frameBytes);
    isReadable &&= checksum.isAt(at + 16);
    if (!isReadable && wal.readUInt32BE(at + 4) !== 0) lost++;
  }
  return lost;
}

const isPageSize = (bytes: number): boolean => bytes >= 512 && bytes <= 65_536 && (bytes & (bytes - 1)) === 0;

/** The running checksum of a write-ahead log. */
class Checksum {
  readonly #wal: Buffer;
  readonly #isBigEndian: boolean;
  #first = 0;
  #second = 0;

  constructor(wal: Buffer, isBigEndian: boolean) {
    this.#wal = wal;
    this.#isBigEndian = isBigEndian;
  }

  add(start: number, end: number): void {
    for (let at = start; at < end; at += 8) {
      this.#first = (this.#first + this.#readWord(at) + this.#second) | 0;
      this.#second = (this.#second + this.#readWord(at + 4) + this.#first) | 0;
    }
  }

  /** Whether it is stored there. */
  isAt(at: number): boolean {
    return this.#wal.readInt32BE(at) === this.#first && this.#wal.readInt32BE(at + 4) === this.#second;
  }

  #readWord(at: number): number {
    return this.#isBigEndian ? this.#wal.readInt32BE(at) : this.#wal.readInt32LE(at);
  }
}
