import { expect, test, vi } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createMailbox } from "../mailbox/create-mailbox.ts";
import { FanOut, type FanOutOptions, type FrameListener } from "./fan-out.ts";

const MIB = 1024 * 1024;

function fanOutOf(options: Partial<FanOutOptions> = {}) {
  const mailbox = createMailbox();
  const subscribe = vi.spyOn(mailbox, "subscribe");
  const warnings: string[] = [];
  const build = vi.fn<ReturnType<FanOutOptions["createBuilder"]>>(async ({ seq }) => [Buffer.from(`${seq}`)]);
  const fanOut = new FanOut({
    name: "Test",
    mailbox,
    log: { warn: (_details, message) => warnings.push(message) },
    createBuilder: () => build,
    maxFrameBytes: MIB,
    maxBacklogBytes: 4 * MIB,
    maxTotalBytes: 16 * MIB,
    ...options,
  });
  return { fanOut, mailbox, subscribe, warnings, build };
}

/** Takes what it is sent at once, or, where it is slow, never. */
function listenerOf({ isSlow = false } = {}) {
  const frames: Buffer[] = [];
  const listener = {
    frames,
    isClosed: false,
    texts: () => frames.map(String),
    send(frame: Buffer, taken: () => void) {
      frames.push(frame);
      if (!isSlow) taken();
    },
    close() {
      listener.isClosed = true;
    },
  } satisfies FrameListener & Record<string, unknown>;
  return listener;
}

test("an event is made into a frame once, and all listeners share it", async () => {
  const { fanOut, mailbox, build, subscribe } = fanOutOf();
  const listeners = Array.from({ length: 100 }, () => listenerOf());
  for (const listener of listeners) fanOut.add(listener);
  mailbox.add(createIncoming());
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(listeners.map(({ frames }) => frames.length)).toEqual(listeners.map(() => 2)));
  expect(subscribe).toHaveBeenCalledOnce();
  expect(build).toHaveBeenCalledTimes(2);
  expect(new Set(listeners.map(({ frames }) => frames[0]))).toHaveProperty("size", 1);
  expect(fanOut.backlogBytes).toBe(0);
});

test("a listener receives events from when it joins until it leaves", async () => {
  const { fanOut, mailbox } = fanOutOf();
  const [first, second] = [listenerOf(), listenerOf()];
  const removeFirst = fanOut.add(first);
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(first.texts()).toEqual(["1"]));
  const removeSecond = fanOut.add(second);
  removeFirst();
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(second.texts()).toEqual(["2"]));
  removeSecond();
  expect(first.texts()).toEqual(["1"]);
});

test("a listener that throws is closed and logged once; the others continue", async () => {
  const { fanOut, mailbox, warnings } = fanOutOf();
  const failing = listenerOf();
  failing.send = () => {
    throw new Error("broken");
  };
  failing.close = () => {
    throw new Error("broken as well");
  };
  const good = listenerOf();
  fanOut.add(failing);
  fanOut.add(good);
  mailbox.add(createIncoming());
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(good.texts()).toEqual(["1", "2"]));
  expect(warnings).toEqual(["Test: a listener was dropped: sending failed."]);
});

test("an event whose frames cannot be built, or are too large, is skipped and logged", async () => {
  const { fanOut, mailbox, build, warnings } = fanOutOf();
  const listener = listenerOf();
  fanOut.add(listener);
  build.mockRejectedValueOnce(new RangeError("Invalid string length"));
  build.mockResolvedValueOnce([Buffer.alloc(MIB + 1)]);
  for (let index = 0; index < 3; index++) mailbox.add(createIncoming());
  await vi.waitFor(() => expect(listener.texts()).toEqual(["3"]));
  expect(warnings).toHaveLength(2);
});

test("a listener that does not read is dropped before more than its limit waits for it", async () => {
  const { fanOut, mailbox, build, warnings } = fanOutOf();
  build.mockImplementation(async () => [Buffer.alloc(MIB)]);
  const [slow, good] = [listenerOf({ isSlow: true }), listenerOf()];
  fanOut.add(slow);
  fanOut.add(good);
  for (let index = 0; index < 10; index++) mailbox.add(createIncoming());
  await vi.waitFor(() => expect(good.frames).toHaveLength(10), 20_000);
  expect(slow.isClosed).toBe(true);
  expect(slow.frames).toHaveLength(3);
  expect(warnings).toEqual(["Test: a listener was dropped: it reads too slowly."]);
  expect(fanOut.backlogBytes).toBe(0);
});

test("a listener that keeps reading is not dropped however fast events occur, even beside one that does not read", async () => {
  const { fanOut, mailbox, build, warnings } = fanOutOf();
  build.mockImplementation(async () => [Buffer.alloc(MIB)]);
  const reading = listenerOf();
  const takes: (() => void)[] = [];
  reading.send = (frame, taken) => {
    reading.frames.push(frame);
    takes.push(taken);
    if (takes.length === 1) setImmediate(takeNext);
  };
  const takeNext = () => {
    takes.shift()?.();
    if (takes.length > 0) setImmediate(takeNext);
  };
  const stalled = listenerOf({ isSlow: true });
  fanOut.add(reading);
  fanOut.add(stalled);
  for (let index = 0; index < 40; index++) mailbox.add(createIncoming());
  await vi.waitFor(() => expect(reading.frames).toHaveLength(40), 20_000);
  expect(reading.isClosed).toBe(false);
  expect(stalled.isClosed).toBe(true);
  expect(warnings).toEqual(["Test: a listener was dropped: it reads too slowly."]);
});

test("many listeners that do not read cost no more than the limit for all, and not a byte twice", {
  timeout: 60_000,
}, async () => {
  const { fanOut, mailbox, build } = fanOutOf();
  build.mockImplementation(async () => [Buffer.alloc(MIB)]);
  const listeners: ReturnType<typeof listenerOf>[] = [];
  let highest = 0;
  for (let index = 0; index < 40; index++) {
    // Each begins later, so that it waits for other frames than those before it.
    const listener = listenerOf({ isSlow: true });
    listeners.push(listener);
    fanOut.add(listener);
    mailbox.add(createIncoming());
    await vi.waitFor(() => expect(listener.frames).toHaveLength(1), { interval: 1, timeout: 20_000 });
    highest = Math.max(highest, fanOut.backlogBytes);
  }
  expect(highest).toBeLessThanOrEqual(16 * MIB);
  expect(highest).toBeGreaterThan(3 * MIB);
  expect(listeners.filter(({ isClosed }) => !isClosed)).toHaveLength(3);
});

test("if the shared limit is exceeded, the listener furthest behind is dropped", async () => {
  const { fanOut, mailbox, build, warnings } = fanOutOf({ maxTotalBytes: 2 * MIB });
  const [behind, good] = [listenerOf({ isSlow: true }), listenerOf()];
  build.mockImplementation(async () => [Buffer.alloc(MIB - 600)]);
  fanOut.add(behind);
  fanOut.add(good);
  for (let index = 0; index < 3; index++) mailbox.add(createIncoming());
  await vi.waitFor(() => expect(good.frames).toHaveLength(3), 20_000);
  expect(behind.isClosed).toBe(true);
  expect(warnings).toEqual([expect.stringContaining("all listeners together read too slowly")]);
});

test("without a listener nothing is built", async () => {
  const { fanOut, mailbox, build } = fanOutOf();
  const remove = fanOut.add(listenerOf());
  mailbox.add(createIncoming());
  remove();
  mailbox.add(createIncoming());
  const listener = listenerOf();
  fanOut.add(listener);
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(listener.texts()).toEqual(["3"]));
  expect(build).toHaveBeenCalledOnce();
});
