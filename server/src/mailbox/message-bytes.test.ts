import { array, assert, constantFrom, nat, property, record } from "fast-check";
import { expect, it } from "vitest";
import { createEnvelope } from "../../test/support/create-mail.ts";
import { ViewCache } from "../mail/view-cache.ts";
import { type Lease, MessageBytes, type MessageMemory } from "./message-bytes.ts";
import { ScratchBuffer } from "./scratch-buffer.ts";
import { SlabAllocator } from "./slab-allocator.ts";

const MiB = 1024 * 1024;
const ENVELOPE = createEnvelope("jo@example.com", ["zoe@example.net"]);

const createMemory = (): MessageMemory => ({
  slabs: new SlabAllocator(),
  scratch: new ScratchBuffer(),
  viewCache: new ViewCache(),
});

/** A message of `size` bytes, all of them `byte`, in chunks as the engine allocates them. */
function receive(memory: MessageMemory, size: number, byte: number): MessageBytes {
  const chunks: Uint8Array[] = [];
  for (let left = size; left > 0; left -= chunks.at(-1)?.length ?? 0)
    chunks.push(memory.slabs.allocate(Math.min(left, 64 * 1024)).fill(byte));
  return new MessageBytes(memory, chunks, size, { envelope: ENVELOPE });
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

const steps = array(
  record({
    act: constantFrom("receive", "evict", "pin", "lease", "end lease", "move out", "read"),
    which: nat({ max: 5 }),
    size: constantFrom(10, 70_000, 1_500_000, 5 * MiB),
  }),
  { minLength: 20, maxLength: 80 },
);

it("leases and pinned messages keep the received bytes while others are added and evicted", () => {
  assert(
    property(steps, (list) => {
      const memory = createMemory();
      let byte = 0;
      const ring: { message: MessageBytes; byte: number; size: number }[] = [];
      const readers: { chunks: readonly Uint8Array[]; byte: number; size: number; lease?: Lease }[] = [];
      for (const { act, which, size } of list) {
        const entry = ring[which % Math.max(1, ring.length)];
        if (act === "receive" || entry === undefined) {
          byte = (byte % 250) + 1;
          ring.push({ message: receive(memory, size, byte), byte, size });
        } else if (act === "evict") ring.splice(ring.indexOf(entry), 1)[0]?.message.release();
        else if (act === "pin") {
          entry.message.pin();
          readers.push({ ...entry, chunks: entry.message.chunks() });
        } else if (act === "lease") {
          const lease = entry.message.lease("id");
          if (lease !== undefined) readers.push({ ...entry, chunks: lease.chunks(), lease });
        } else if (act === "move out") entry.message.moveOut(MiB);
        else if (act === "read") {
          const first = entry.message.withBytes((mail) => mail.raw()[0]);
          expect(first ?? entry.byte).toBe(entry.byte);
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
}, 60_000);
