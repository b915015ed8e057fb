import { expect, test, vi } from "vitest";
import { FairWriter, type FrameQueue } from "./fair-writer.ts";

const MIB = 1024 * 1024;

/** A connection that takes each piece at once, or, where it is slow, when `take` is called. */
function connectionOf(writer: FairWriter, { isSlow = false } = {}) {
  const connection = {
    pieces: [] as { readonly piece: Buffer; readonly isLast: boolean }[],
    isDestroyed: false,
    take: () => {},
    writePiece(piece: Buffer, isLast: boolean, onWritten: () => void) {
      connection.pieces.push({ piece, isLast });
      connection.take = onWritten;
      if (!isSlow) process.nextTick(onWritten);
    },
    destroy() {
      connection.isDestroyed = true;
    },
    received: () => Buffer.concat(connection.pieces.map(({ piece }) => piece)),
    sizes: () => connection.pieces.map(({ piece }) => piece.length),
  };
  return { connection, queue: writer.open(connection) };
}

const send = (queue: FrameQueue, frame: Buffer) => new Promise<void>((resolve) => queue.send(frame, resolve));

const pattern = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 31) % 251));

test("a frame is written in pieces, in order, without a copy", async () => {
  const { connection, queue } = connectionOf(new FairWriter());
  const [first, second] = [pattern(300_000), Buffer.from("second")];
  await Promise.all([send(queue, first), send(queue, second)]);
  expect(connection.received().equals(Buffer.concat([first, second]))).toBe(true);
  expect(Math.max(...connection.sizes())).toBeLessThanOrEqual(64 * 1024);
  expect(connection.pieces.filter(({ isLast }) => isLast)).toHaveLength(2);
  const memory = new Set<ArrayBufferLike>([first.buffer, second.buffer]);
  expect(connection.pieces.every(({ piece }) => memory.has(piece.buffer))).toBe(true);
  expect(queue.pendingBytes).toBe(0);
});

test("an empty frame is written too", async () => {
  const { connection, queue } = connectionOf(new FairWriter());
  await send(queue, Buffer.alloc(0));
  expect(connection.pieces).toEqual([{ piece: Buffer.alloc(0), isLast: true }]);
});

test("a connection that does not take its piece gets no other; the others continue", async () => {
  const writer = new FairWriter();
  const slow = connectionOf(writer, { isSlow: true });
  const good = connectionOf(writer);
  const frame = pattern(MIB);
  slow.queue.send(frame);
  await send(good.queue, frame);
  expect(slow.connection.pieces).toHaveLength(1);
  expect(slow.queue.pendingBytes).toBe(MIB);
  slow.connection.take();
  await vi.waitFor(() => expect(slow.connection.pieces).toHaveLength(2));
  expect(slow.queue.pendingBytes).toBe(MIB - (slow.connection.sizes()[0] ?? 0));
});

test("what many slow connections have in libuv together is bounded, and so is what is written in a turn", async () => {
  const writer = new FairWriter();
  const slow = Array.from({ length: 400 }, () => connectionOf(writer, { isSlow: true }));
  const frame = pattern(MIB);
  for (const { queue } of slow) queue.send(frame);
  const writtenBytes = () => slow.reduce((sum, { connection }) => sum + connection.received().length, 0);
  let before = 0;
  while (slow.some(({ connection }) => connection.pieces.length === 0)) {
    await new Promise(setImmediate);
    expect(writtenBytes() - before).toBeLessThan(1.1 * MIB);
    before = writtenBytes();
  }
  expect(writtenBytes()).toBeLessThanOrEqual(4 * MIB);
});

test("a connection whose write throws is destroyed, and the others continue", async () => {
  const writer = new FairWriter();
  const failing = connectionOf(writer);
  failing.connection.writePiece = () => {
    throw new Error("broken");
  };
  const good = connectionOf(writer);
  failing.queue.send(Buffer.from("x"));
  await send(good.queue, Buffer.from("y"));
  expect(failing.connection.isDestroyed).toBe(true);
  expect(good.connection.received().toString()).toBe("y");
});

test("a queue that was closed drops its frames", async () => {
  const writer = new FairWriter();
  const { connection, queue } = connectionOf(writer, { isSlow: true });
  const other = connectionOf(writer);
  queue.send(pattern(MIB));
  await vi.waitFor(() => expect(connection.pieces).toHaveLength(1));
  queue.close();
  connection.take();
  queue.send(Buffer.from("late"));
  await send(other.queue, Buffer.from("x"));
  expect(connection.pieces).toHaveLength(1);
  expect(queue.pendingBytes).toBe(0);
});

test("a body is paced in pieces, and is the same; an error of it is passed on", async () => {
  const writer = new FairWriter();
  const chunks = [pattern(200_000), pattern(3), Buffer.alloc(0), pattern(70_000)];
  const pieces: Uint8Array[] = [];
  for await (const piece of writer.pace(chunks)) pieces.push(piece);
  expect(Buffer.concat(pieces).equals(Buffer.concat(chunks))).toBe(true);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(64 * 1024);
  async function* fail() {
    yield "text";
    throw new Error("broken");
  }
  const read: string[] = [];
  const reading = (async () => {
    for await (const piece of writer.pace(fail())) read.push(Buffer.from(piece).toString());
  })();
  await expect(reading).rejects.toThrow("broken");
  expect(read).toEqual(["text"]);
});
