import type { StreamEvent } from "@mailglass/shared";
import { expect, test, vi } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createMailbox } from "../mailbox/create-mailbox.ts";
import { type EventFrame, StreamHub, type StreamSink } from "./stream-hub.ts";

test.each([0, 1, 2, 3, 4])(
  "a reader that joins after %i messages gets each change once and in order",
  async (count) => {
    // Each message but the first evicts the one before it. The eviction is reported with the next messages.
    const mailbox = createMailbox({ limits: { messages: 1 } });
    const hub = new StreamHub(mailbox, "1.0.0", { error: () => {} }, 64 * 1024 ** 2);
    const join = (since: number) => {
      const received: StreamEvent[] = [];
      hub.join(
        {
          backlogBytes: 0,
          ping: () => {},
          close: () => {},
          send: (frame, onSent) => {
            received.push(...frame.events.filter(({ type }) => type !== "hello"));
            onSent();
          },
        },
        since,
        mailbox.instance,
      );
      return received;
    };
    const first = join(0);
    for (let index = 0; index < count; index++) mailbox.add(createIncoming());
    const second = join(0);
    for (let index = count; index < 5; index++) mailbox.add(createIncoming());
    await vi.waitFor(() => expect(first.at(-1)?.seq).toBe(mailbox.seq));
    await vi.waitFor(() => expect(second.at(-1)?.seq).toBe(mailbox.seq));
    expect(first.map(({ seq }) => seq)).toEqual(Array.from({ length: mailbox.seq }, (_, index) => index + 1));
    // A replay leaves out messages that were evicted before it got to them.
    const isEvicted = (event: StreamEvent) =>
      event.type === "message.added" && mailbox.get(event.message.id) === undefined;
    const isSecond = (event: StreamEvent) => !isEvicted(event) || second.some(({ seq }) => seq === event.seq);
    expect(second.map(({ seq }) => seq)).toEqual(first.filter(isSecond).map(({ seq }) => seq));
    hub.close();
  },
);

test("a reader that joins far behind receives each change once and in order, also those that arrive meanwhile", async () => {
  const mailbox = createMailbox({ limits: { messages: 10_000 } });
  const hub = new StreamHub(mailbox, "1.0.0", { error: () => {} }, 64 * 1024 ** 2);
  hub.join(sinkOf(), undefined, undefined);
  const { id } = mailbox.add(createIncoming());
  for (let index = 0; index < 700; index++) mailbox.add(createIncoming());
  const late = sinkOf();
  hub.join(late, 0, mailbox.instance);
  expect(late.frames.map(({ events: [first] }) => first?.type)).toEqual(["hello"]);
  for (let index = 0; index < 20; index++) {
    mailbox.mark(id, { tags: [`${index}`] });
    await new Promise(setImmediate);
  }
  await vi.waitFor(() => expect(late.seqs().at(-1)).toBe(mailbox.seq));
  expect(late.seqs()).toEqual(Array.from({ length: mailbox.seq }, (_, index) => index + 1));
  hub.close();
});

test("who misses more than is replayed reads the list again", async () => {
  const mailbox = createMailbox();
  const hub = new StreamHub(mailbox, "1.0.0", { error: () => {} }, 64 * 1024 ** 2);
  const { id } = mailbox.add(createIncoming());
  for (let index = 0; index < 3; index++) mailbox.mark(id, { tags: [`${index}`.padEnd(3_000_000, "x")] });
  const late = sinkOf();
  hub.join(late, 0, mailbox.instance);
  await vi.waitFor(() => expect(late.frames).toHaveLength(2));
  expect(late.frames[1]?.events).toEqual([{ type: "resync", seq: mailbox.seq, reason: "too-old" }]);
  hub.close();
});

/** A reader that takes what it is sent at once, or, where it is slow, never. */
function sinkOf({ isSlow = false } = {}) {
  const frames: EventFrame[] = [];
  const sink = {
    frames,
    backlogBytes: 0,
    isClosed: false,
    seqs: () => frames.flatMap(({ events }) => events.flatMap(({ type, seq }) => (type === "hello" ? [] : [seq]))),
    ping: () => {},
    send(frame: EventFrame, taken: () => void) {
      frames.push(frame);
      if (isSlow) sink.backlogBytes += frame.byteLength;
      else taken();
    },
    close() {
      sink.isClosed = true;
    },
  } satisfies StreamSink & Record<string, unknown>;
  return sink;
}

test("a reader that throws is closed and reported, and the others receive every event", async () => {
  const mailbox = createMailbox();
  const error = vi.fn<(details: object, message: string) => void>();
  const hub = new StreamHub(mailbox, "1.0.0", { error }, 64 * 1024 ** 2);
  const [first, failing, last] = [sinkOf(), sinkOf(), sinkOf()];
  for (const sink of [first, failing, last]) hub.join(sink, undefined, undefined);
  failing.send = () => {
    throw new RangeError("Invalid string length");
  };
  mailbox.add(createIncoming());
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(last.seqs()).toEqual([1, 2]));
  expect(first.seqs()).toEqual([1, 2]);
  expect(failing.isClosed).toBe(true);
  expect(error).toHaveBeenCalledOnce();
  expect(hub.readerCount).toBe(2);
  hub.close();
});

test("all readers share a frame", async () => {
  const mailbox = createMailbox();
  const hub = new StreamHub(mailbox, "1.0.0", { error: () => {} }, 64 * 1024 ** 2);
  const sinks = Array.from({ length: 1_000 }, () => sinkOf());
  for (const sink of sinks) hub.join(sink, undefined, undefined);
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(sinks.at(-1)?.seqs()).toEqual([1]));
  expect(new Set(sinks.map(({ frames }) => frames.at(-1))).size).toBe(1);
  hub.close();
});

test("readers that do not read cost no more than a limit for all of them", { timeout: 20_000 }, async () => {
  const mailbox = createMailbox();
  const hub = new StreamHub(mailbox, "1.0.0", { error: () => {} }, 64 * 1024 ** 2);
  const { id } = mailbox.add(createIncoming());
  const sinks: ReturnType<typeof sinkOf>[] = [];
  // Each begins later, so that it waits for other frames than those before it.
  for (let index = 0; index < 40; index++) {
    const sink = sinkOf({ isSlow: true });
    sinks.push(sink);
    hub.join(sink, undefined, undefined);
    mailbox.mark(id, { tags: [`${index}`.padEnd(3_000_000, "x")] });
    await vi.waitFor(() => expect(sink.seqs()).toHaveLength(1), { interval: 1 });
  }
  const waiting = new Set(sinks.flatMap(({ isClosed, frames }) => (isClosed ? [] : frames)));
  expect([...waiting].reduce((sum, frame) => sum + frame.byteLength, 0)).toBeLessThanOrEqual(64 * 1024 * 1024);
  expect(sinks.filter(({ isClosed }) => isClosed).length).toBeGreaterThan(0);
  hub.close();
});
