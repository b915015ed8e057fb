import { expect, test, vi } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createMailbox } from "./create-mailbox.ts";
import { ReleaseQueue } from "./release-queue.ts";

function createQueue() {
  const released: number[] = [];
  const onReleased = vi.fn<() => void>();
  const queue = new ReleaseQueue<{ seq: number; size: number }>(({ seq }) => released.push(seq), onReleased);
  return { queue, released, onReleased };
}

const messages = (count: number) => Array.from({ length: count }, (_, seq) => ({ seq, size: 10 }));

test("few messages are released at once, without the gaps between them", () => {
  const { queue, released, onReleased } = createQueue();
  queue.add([undefined, { seq: 1, size: 10 }, undefined, { seq: 2, size: 5 }], 2, 15);
  expect(released).toEqual([2, 1]);
  expect([queue.length, queue.bytes, onReleased.mock.calls.length]).toEqual([0, 0, 1]);
});

test("many messages are released in later turns, each once", async () => {
  const { queue, released, onReleased } = createQueue();
  queue.add(messages(10_000), 10_000, 100_000);
  expect([released.length, queue.length, queue.bytes, [...queue.messages()].length]).toEqual([
    0, 10_000, 100_000, 10_000,
  ]);
  // The mailbox may need the memory earlier.
  expect(queue.releaseNext()).toBe(true);
  expect([released.length, queue.length, queue.bytes]).toEqual([1, 9_999, 99_990]);
  queue.add([{ seq: 10_000, size: 1 }], 1, 1);
  await vi.waitFor(() => expect(onReleased).toHaveBeenCalledTimes(1));
  expect(new Set(released).size).toBe(10_001);
  expect([released.length, queue.length, queue.bytes, queue.releaseNext()]).toEqual([10_001, 0, 0, false]);
});

test("deleted messages that still occupy memory are evicted before any listed message", () => {
  const mailbox = createMailbox({ limits: { messages: 1_000, bytes: 1_000_000, envelopeBytes: 10_000_000 } });
  const add = () => mailbox.add(createIncoming());
  for (let count = 0; count < 1_000; count++) add();
  expect(mailbox.remove(mailbox.handles().slice(0, 600))).toBe(600);
  for (let count = 0; count < 600; count++) add();
  expect(mailbox.counts()).toMatchObject({ messages: 1_000, evicted: 0, unread: 1_000 });
  add();
  expect(mailbox.counts()).toMatchObject({ messages: 1_000, evicted: 1, unread: 1_000 });
  mailbox.clear();
  expect(mailbox.counts()).toMatchObject({ messages: 0, bytes: 0, unread: 0 });
  for (let count = 0; count < 1_000; count++) add();
  expect(mailbox.counts()).toMatchObject({ messages: 1_000, evicted: 1 });
  mailbox.close();
});
