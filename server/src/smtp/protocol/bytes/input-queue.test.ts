import { expect, test } from "vitest";
import { InputQueue } from "./input-queue.ts";

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

function readAll(queue: InputQueue): string {
  let text = "";
  while (queue.chunk !== undefined) {
    text += Buffer.from(queue.chunk.subarray(queue.offset)).toString("latin1");
    queue.advance(queue.chunk.length);
  }
  return text;
}

test("an empty queue has no chunk, and an empty chunk is ignored", () => {
  const queue = new InputQueue();
  queue.add(new Uint8Array());
  queue.advance(0);
  expect(queue.isEmpty).toBe(true);
  expect(queue.length).toBe(0);
  expect(queue.discard()).toBe(0);
  queue.copyUnread();
  expect(queue.isEmpty).toBe(true);
});

test("chunks are read in order, across advances within a chunk", () => {
  const queue = new InputQueue();
  queue.add(bytes("abc"));
  queue.add(bytes("de"));
  queue.advance(1);
  expect(queue.length).toBe(4);
  expect(readAll(queue)).toBe("bcde");
  expect(queue.isEmpty).toBe(true);
});

test.each([
  ["the current chunk", ["abcd"], "bcd"],
  ["a queued chunk", ["abcd", "efgh"], "bcdefgh"],
])("copyUnread keeps %s when the host overwrites its memory", (_name, texts, unread) => {
  const queue = new InputQueue();
  for (const text of texts) {
    const chunk = bytes(text);
    queue.add(chunk);
    if (text === texts[0]) queue.advance(1);
    queue.copyUnread();
    chunk.fill(0);
  }
  expect(readAll(queue)).toBe(unread);
});

test("copyUnread copies a chunk only once", () => {
  const queue = new InputQueue();
  queue.add(bytes("abc"));
  queue.copyUnread();
  const { chunk } = queue;
  queue.copyUnread();
  expect(queue.chunk).toBe(chunk);
});

test("discard returns the number of unread octets", () => {
  const queue = new InputQueue();
  queue.add(bytes("abc"));
  queue.add(bytes("de"));
  queue.advance(2);
  expect(queue.discard()).toBe(3);
  expect(queue.isEmpty).toBe(true);
});
