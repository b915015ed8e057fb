import { array, assert, nat, property } from "fast-check";
import { expect, test } from "vitest";
import type { Allocator } from "../../../base/allocator.ts";
import { SharedBudget } from "../budget.ts";
import { heapAllocator } from "./allocator.ts";
import { MessageContent } from "./message-content.ts";

/** Allocates from one block of memory, at most `maxBytes` at a time, and counts what is in use. */
class BlockAllocator implements Allocator {
  readonly #block = new Uint8Array(1024 * 1024);
  readonly #maxBytes: number;
  #next = 0;
  usedBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  allocate(size: number): Uint8Array {
    const length = Math.min(size, this.#maxBytes);
    this.usedBytes += length;
    this.#next += length;
    return this.#block.subarray(this.#next - length, this.#next);
  }

  release(chunk: Uint8Array): void {
    this.usedBytes -= chunk.length;
  }
}

function join(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks).toString("latin1");
}

test("a message of one piece gets one chunk of its size", () => {
  const content = new MessageContent(heapAllocator, new SharedBudget(100));
  expect(content.append(Buffer.from("hello"))).toBe(true);
  expect(content.detach().map(({ length }) => length)).toEqual([5]);
});

test("an empty message has no chunks", () => {
  const content = new MessageContent(heapAllocator, new SharedBudget(100));
  content.append(new Uint8Array());
  expect(content.detach()).toEqual([]);
});

test("adjacent chunks are merged, others are not", () => {
  const adjacent = new MessageContent(new BlockAllocator(4), new SharedBudget(100));
  adjacent.append(Buffer.from("0123456789"));
  expect(adjacent.chunks().length).toBe(1);
  const separate = new MessageContent(
    { allocate: (size) => new Uint8Array(Math.min(size, 4)), release: () => undefined },
    new SharedBudget(100),
  );
  separate.append(Buffer.from("0123456789"));
  expect(separate.chunks().map(({ length }) => length)).toEqual([4, 4, 2]);
});

test("near the limit of the budget nothing is allocated ahead", () => {
  const budget = new SharedBudget(12);
  const content = new MessageContent(heapAllocator, budget);
  expect(content.append(Buffer.from("01234567"))).toBe(true);
  expect(content.append(Buffer.from("89"))).toBe(true);
  expect(content.append(Buffer.from("ab"))).toBe(true);
  expect(content.append(Buffer.from("c"))).toBe(false);
  content.release();
  expect(budget.used).toBe(0);
});

test("any pieces are joined in order, and all memory is accounted for", () => {
  assert(
    property(array(nat({ max: 300 }), { maxLength: 20 }), nat({ max: 200 }), (sizes, max) => {
      const allocator = new BlockAllocator(max + 1);
      const budget = new SharedBudget(1024 * 1024);
      const content = new MessageContent(allocator, budget);
      let expected = "";
      for (const [index, size] of sizes.entries()) {
        const piece = String.fromCharCode(97 + index).repeat(size);
        expected += piece;
        content.append(Buffer.from(piece));
        expect(budget.used).toBe(allocator.usedBytes);
      }
      expect(join(content.detach())).toBe(expected);
      expect(allocator.usedBytes).toBe(expected.length);
      expect(budget.used).toBe(0);
      content.release();
      expect(allocator.usedBytes).toBe(expected.length);
    }),
  );
});
