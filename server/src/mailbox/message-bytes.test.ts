import { array, assert, constantFrom, nat, property, record } from "fast-check";
import { expect, it } from "vitest";
import { createEnvelope } from "../../test/support/create-mail.ts";
import { ViewCache } from "../mail/view-cache.ts";
import { type Lease, MessageBytes, type MessageMemory } from "./message-bytes.ts";
import { ScratchBuffer } from "./scratch-buffer.ts";
import { SlabAllocator } from "./slab-allocator.ts";
import { SourceCache } from "./source-cache.ts";

const MiB = 1024 * 1024;
const ENVELOPE = createEnvelope("jo@example.com", ["zoe@example.net"]);

const PIECE_BYTES = 60_000;

/** What a store has, by the number of the message. */
type Stored = Map<number, Uint8Array>;

/** @param cachedBytes bytes of sources in memory; by default there is no store */
function createMemory(cachedBytes?: number, stored: Stored = new Map()): MessageMemory & { readonly stored: Stored } {
  const readPiece = (seq: number, piece: number) => {
    const bytes = stored.get(seq)?.slice(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
    return bytes?.length === 0 ? undefined : bytes;
  };
  return {
    slabs: new SlabAllocator(),
    scratch: new ScratchBuffer(),
    viewCache: new ViewCache(),
    sources: cachedBytes === undefined ? undefined : new SourceCache({ readPiece }, cachedBytes),
    stored,
  };
}

let lastSeq = 0;

/** A message of `size` bytes, all of them `byte`, in chunks as the engine allocates them. */
function receive(memory: ReturnType<typeof createMemory>, size: number, byte: number): MessageBytes {
  const chunks: Uint8Array[] = [];
  for (let left = size; left > 0; left -= chunks.at(-1)?.length ?? 0)
    chunks.push(memory.slabs.allocate(Math.min(left, 64 * 1024)).fill(byte));
  memory.stored.set(++lastSeq, Buffer.alloc(size, byte));
  return new MessageBytes(memory, lastSeq, chunks, size, { envelope: ENVELOPE });
}

const isFilledWith = (byte: number, size: number, chunks: readonly Uint8Array[]): boolean =>
  Buffer.alloc(size, byte).equals(Buffer.concat(chunks));

it("a large message is pinned without a copy, and its slabs are not reused afterwards", () => {
  const memory = createMemory();
  const message = receive(memory, 9 * MiB, 1);
  const before = message.chunks();
  message.pin();
  expect(message.chunks()).toBe(before);
  message.release();
  expect(memory.slabs.retainedBytes).toBe(0);
  for (let count = 0; count < 20; count++) receive(memory, MiB, 2).release();
  expect(isFilledWith(1, 9 * MiB, message.chunks())).toBe(true);
});

it("a message that is gone cannot be leased, pinned or joined", () => {
  for (const size of [100, 9 * MiB]) {
    const message = receive(createMemory(), size, 1);
    message.release();
    expect(message.isReadable).toBe(false);
    expect(message.lease("id")).toBeUndefined();
    expect(message.withBytes(() => 1)).toBeUndefined();
    expect(message.firstBytes(10)).toHaveLength(0);
    expect(() => message.pin()).toThrow("gone");
    expect(() => message.mail()).toThrow("gone");
  }
});

it("a message is read while another one is being read", () => {
  const memory = createMemory();
  const [one, other] = [receive(memory, 200_000, 1), receive(memory, 200_000, 2)];
  memory.slabs.allocate(1);
  const third = receive(memory, 200_000, 3);
  const sums = one.withBytes((first) =>
    other.withBytes((second) => third.withBytes((last) => [first.raw()[0], second.raw()[0], last.raw()[0]])),
  );
  expect(sums).toEqual([1, 2, 3]);
});

it("no more than the cache has is in memory: the messages that were used last", () => {
  const memory = createMemory(300_000);
  const [first, second, third] = [1, 2, 3].map((byte) => receive(memory, 100_000, byte)) as [
    MessageBytes,
    MessageBytes,
    MessageBytes,
  ];
  first.pin();
  const fourth = receive(memory, 100_000, 4);
  memory.stored.clear();
  expect(memory.sources?.bytes).toBe(300_000);
  expect([first, third, fourth].map((message) => message.firstBytes(1)[0])).toEqual([1, 3, 4]);
  expect(second.firstBytes(1)).toHaveLength(0);
  expect(second.isReadable).toBe(false);
});

it("a message that is leased stays in memory until the lease ends", () => {
  const memory = createMemory(0);
  const [leased, other] = [receive(memory, 100_000, 1), receive(memory, 100_000, 2)];
  const lease = leased.lease("id");
  other.pin();
  leased.release();
  memory.stored.clear();
  expect(isFilledWith(1, 100_000, lease?.chunks() ?? [])).toBe(true);
  lease?.release();
  expect(leased.isReadable).toBe(false);
});

it("a source that the store no longer has is gone", () => {
  const memory = createMemory(0);
  const [message] = [receive(memory, 10, 1), receive(memory, 10, 2)];
  memory.stored.clear();
  expect(message.isReadable).toBe(true);
  expect(message.withBytes(() => 1)).toBeUndefined();
  expect(message.isReadable).toBe(false);
  expect(() => message.pin()).toThrow("gone");
});

const steps = array(
  record({
    act: constantFrom("receive", "evict", "pin", "lease", "end lease", "move out", "read"),
    which: nat({ max: 5 }),
    size: constantFrom(10, 70_000, 1_500_000, 5 * MiB),
  }),
  { minLength: 20, maxLength: 80 },
);

const CACHES = [
  { name: "all in memory", cachedBytes: undefined },
  { name: "as little as possible in memory", cachedBytes: 0 },
  { name: "some in memory", cachedBytes: 3 * MiB },
];

it.each(CACHES)(
  "with $name, leases and pinned messages keep the received bytes while others are added and evicted",
  ({ cachedBytes }) => {
    assert(
      property(steps, (list) => {
        const memory = createMemory(cachedBytes);
        let byte = 0;
        const ring: { message: MessageBytes; byte: number; size: number }[] = [];
        const readers: { chunks: readonly Uint8Array[]; byte: number; size: number; lease?: Lease }[] = [];
        for (const { act, which, size } of list) {
          const entry = ring[which % Math.max(1, ring.length)];
          if (act === "receive" || entry === undefined) {
            byte = (byte % 250) + 1;
            ring.push({ message: receive(memory, size, byte), byte, size });
          } else if (act === "evict") {
            ring.splice(ring.indexOf(entry), 1);
            entry.message.release();
            memory.stored.delete(entry.message.seq);
          } else if (act === "pin") {
            entry.message.pin();
            readers.push({ ...entry, chunks: entry.message.chunks() });
          } else if (act === "lease") {
            const lease = entry.message.lease("id");
            if (lease !== undefined) readers.push({ ...entry, chunks: lease.chunks(), lease });
          } else if (act === "move out") entry.message.moveOut(MiB);
          else if (act === "read") {
            const first = entry.message.withBytes((mail) => mail.raw()[0]);
            expect(first ?? entry.byte).toBe(entry.byte);
            expect(entry.message.firstBytes(2000)).toEqual(Buffer.alloc(Math.min(2000, entry.size), entry.byte));
          } else {
            const at = readers.findIndex(({ lease }) => lease !== undefined);
            if (at !== -1) readers.splice(at, 1)[0]?.lease?.release();
          }
          // The next message overwrites released memory.
          receive(memory, 100_000, 255).release();
        }
        for (const { chunks, byte: expected, size } of readers) expect(isFilledWith(expected, size, chunks)).toBe(true);
        for (const { lease } of readers) lease?.release();
        for (const { message } of ring) message.release();
        expect([memory.slabs.retainedBytes, memory.slabs.idleBytes]).toEqual([0, 0]);
      }),
      { numRuns: 40 },
    );
  },
  60_000,
);
