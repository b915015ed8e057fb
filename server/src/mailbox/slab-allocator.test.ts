import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parseQuery } from "@mailglass/shared";
import { array, assert, asyncProperty, constant, nat, oneof, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createMailbox } from "./create-mailbox.ts";
import type { Mailbox, RowPage, StoredMessage } from "./mailbox.ts";
import type { MemoryMailbox } from "./memory-mailbox.ts";
import { SlabAllocator } from "./slab-allocator.ts";

const MiB = 1024 * 1024;

/** Allocates memory for a message like the engine, and fills it. */
function receive(mailbox: Mailbox, size: number, byte: number) {
  const raw: Uint8Array[] = [];
  for (let left = size; left > 0; ) {
    const piece = mailbox.allocator.allocate(Math.min(left, 300_000)).fill(byte);
    raw.push(piece);
    left -= piece.length;
  }
  return { ...createIncoming(), raw, size };
}

describe("reused memory", () => {
  it("is that of evicted messages", () => {
    const slabs = new SlabAllocator();
    const buffers = new Set<ArrayBufferLike>();
    const ring: Uint8Array[] = [];
    for (let count = 0; count < 1_000; count++) {
      const piece = slabs.allocate(100_000);
      buffers.add(piece.buffer);
      slabs.retain([piece]);
      ring.push(piece);
      if (ring.length > 50) slabs.releasePieces(ring.splice(0, 1));
    }
    // 5 MB of 100 MB are kept, in slabs of 4 MiB.
    expect(buffers.size).toBeLessThanOrEqual(4);
    expect(slabs.retainedBytes).toBe(50 * 100_000);
  });

  it("is not that of a message that is still being received or was never completed", () => {
    const slabs = new SlabAllocator();
    const onItsWay = slabs.allocate(10).fill(1);
    for (let count = 0; count < 100; count++) {
      const piece = slabs.allocate(300_000);
      slabs.retain([piece]);
      slabs.releasePieces([piece.fill(2)]);
    }
    expect([...onItsWay]).toEqual(Array(10).fill(1));
  });

  it("is released memory: immediately if it was allocated last, otherwise with its slab", () => {
    const slabs = new SlabAllocator();
    const kept = slabs.allocate(100);
    slabs.retain([kept]);
    const [first, last] = [slabs.allocate(1_000), slabs.allocate(3_000)];
    slabs.release(last.subarray(1_000));
    const behind = slabs.allocate(10);
    expect([behind.buffer, behind.byteOffset]).toEqual([kept.buffer, 100 + 1_000 + 1_000]);
    for (const chunk of [first, behind, last.subarray(0, 1_000)]) slabs.release(chunk);
    expect(slabs.allocate(10).byteOffset).toBe(100 + 1_000);
    slabs.releasePieces([kept]);
    expect(slabs.retainedBytes).toBe(0);
  });

  it("ignores memory from elsewhere", () => {
    const slabs = new SlabAllocator();
    const other = Buffer.alloc(10);
    slabs.release(other);
    slabs.retain([other]);
    slabs.releasePieces([other]);
    expect([slabs.retainedBytes, slabs.idleBytes]).toEqual([0, 0]);
  });
});

it("a mailbox with messages deleted between others takes little more than twice the bytes of the rest", () => {
  const mailbox = createMailbox({ limits: { messages: 100_000 } });
  const kept: string[] = [];
  const buffers = new Set<WeakRef<ArrayBufferLike>>();
  for (let count = 0; count < 400; count++) {
    const doomed = mailbox.add(receive(mailbox, 250_000, 1));
    const survivor = receive(mailbox, 1_000, count % 256);
    buffers.add(new WeakRef(survivor.raw[0]?.buffer ?? new ArrayBuffer(0)));
    kept.push(mailbox.add(survivor).id);
    mailbox.remove([doomed.id]);
  }
  // The remaining messages were in 100 MB of slabs. They were copied out, so no new slabs were needed.
  expect(new Set([...buffers].map((buffer) => buffer.deref())).size).toBeLessThan(12);
  expect(
    kept.every((id, count) =>
      mailbox
        .handle(id)
        ?.mail()
        .raw()
        .every((byte) => byte === count % 256),
    ),
  ).toBe(true);
});

it("a search reads the received bytes, and its results stay readable after they are gone", async () => {
  const mailbox = createMailbox({ limits: { messages: 30 } });
  const store = (subject: string) => {
    const source = Buffer.from(`Subject: ${subject}\r\n\r\nhello ${subject} ${"x".repeat(300_000)}`);
    const piece = mailbox.allocator.allocate(source.length);
    piece.set(source);
    mailbox.add({ ...createIncoming(), raw: [piece], size: source.length });
    return source;
  };
  const sources = Array.from({ length: 30 }, (_, count) => store(`old${count}`));
  const query = parseQuery("hello subject:old", 0);
  if (query.type === "error") throw new Error(query.message);
  const { items, matched } = await mailbox.search(query, { limit: 5 });
  expect(matched).toBe(30);
  const opened = items.map((message) => message.open());
  for (let count = 0; count < 100; count++) store(`new${count}`);
  expect(opened.map((message) => message?.mail().raw())).toEqual(sources.slice(-5).toReversed());
  expect((await mailbox.search(query, { limit: 5 })).matched).toBe(0);
});

it("a mailbox takes little more than twice its bytes, even if other messages were not kept", async () => {
  const mailbox = createMailbox();
  const slabs: WeakRef<ArrayBufferLike>[] = [];
  for (let count = 0; count < 40; count++) {
    // The message was refused, or the client disconnected: the memory is never released.
    receive(mailbox, 4 * MiB, 255);
    const { raw, ...small } = receive(mailbox, 1_000, count);
    if (raw[0] !== undefined) slabs.push(new WeakRef(raw[0].buffer));
    mailbox.add({ ...small, raw });
    await setImmediate();
  }
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  expect(new Set(slabs.map((slab) => slab.deref())).size).toBeLessThan(8);
  const bytes = mailbox.list({ limit: 40 }).items.map((message) => message.open()?.mail().raw()[999]);
  expect(bytes).toEqual(Array.from({ length: 40 }, (_, count) => 39 - count));
});

it("listeners receive the right subject, even of a message that is already gone", async () => {
  const mailbox = createMailbox({ limits: { messages: 1 } });
  const received: string[] = [];
  const all = Promise.withResolvers<void>();
  mailbox.subscribe((events) => {
    received.push(...events.flatMap((event) => (event.type === "message.added" ? [event.message.subject] : [])));
    if (received.length >= 60) all.resolve();
  });
  const subjects = Array.from({ length: 60 }, (_, count) => `Mail ${count}`);
  for (const subject of subjects) {
    const source = Buffer.from(`Subject: ${subject}\r\n\r\n${"x".repeat(400_000)}`);
    const piece = mailbox.allocator.allocate(source.length);
    piece.set(source);
    mailbox.add({ ...createIncoming(), raw: [piece], size: source.length });
  }
  await all.promise;
  expect(received).toEqual(subjects);
});

describe("reading without keeping", () => {
  const store = (mailbox: MemoryMailbox, subject: string, pieces: number) => {
    const source = Buffer.from(
      `Subject: ${subject}\r\nX-Kind: ${subject}\r\n\r\nhello ${subject} ${"x".repeat(100_000)}`,
    );
    const raw = Array.from({ length: pieces }, (_, at) => {
      const part = source.subarray((source.length * at) / pieces, (source.length * (at + 1)) / pieces);
      const chunk = mailbox.allocator.allocate(part.length);
      chunk.set(part);
      mailbox.allocator.allocate(1); // what another connection reads meanwhile
      return chunk;
    });
    return { subject, size: source.length, seq: mailbox.add({ ...createIncoming(), raw, size: source.length }).seq };
  };
  const query = (text: string) => {
    const read = parseQuery(text, 0);
    if (read.type === "error") throw new Error(read.message);
    return read;
  };

  it("copies nothing out of the slabs, for any number of chunks", async () => {
    const mailbox = createMailbox();
    const kept = () => (mailbox.allocator as SlabAllocator).retainedBytes;
    let stored = 0;
    for (let count = 0; count < 20; count++) stored += store(mailbox, `mail${count}`, 1 + (count % 3)).size;
    expect((await mailbox.rows({ limit: 20 })).items.map(({ subject }) => subject)).toHaveLength(20);
    for (const text of ["header:X-Kind=mail7", "hello", "body:mail7", "has:findings mail7", "nothing"])
      await mailbox.rows({ limit: 20 }, query(text));
    await mailbox.removeMatching(query("header:X-Kind=none"));
    expect(await mailbox.markMatching(query("hello"), { read: true })).toBe(20);
    expect(kept()).toBe(stored);
  });

  it("copies only the reported near misses", async () => {
    const mailbox = createMailbox();
    const kept = () => (mailbox.allocator as SlabAllocator).retainedBytes;
    let stored = 0;
    for (let count = 0; count < 20; count++) stored += store(mailbox, `mail${count}`, 1).size;
    const outcome = await mailbox.wait({ query: query("body:hello subject:none"), count: 1, since: 0 }, { timeout: 0 });
    expect(outcome.type === "timed-out" && outcome.nearMisses.length).toBe(5);
    expect(kept() / stored).toBeCloseTo(15 / 20);
  });

  const steps = array(
    oneof(
      record({ act: constant("come" as const), pieces: nat({ max: 2 }) }),
      record({ act: constant("rows" as const), offset: nat({ max: 6 }) }),
      record({ act: constant("find" as const), wanted: nat({ max: 9 }) }),
      record({ act: constant("turn" as const) }),
      record({ act: constant("remove" as const), wanted: nat({ max: 9 }) }),
    ),
    { minLength: 20, maxLength: 80 },
  );

  it("reads the bytes of each message while others are added and evicted", async () => {
    await assert(
      asyncProperty(steps, async (list) => {
        const mailbox = createMailbox({ limits: { messages: 8 } });
        const sent = new Map<number, { readonly subject: string; readonly size: number }>();
        const seen: Promise<RowPage>[] = [];
        for (const each of list) {
          if (each.act === "come") {
            for (let more = 0; more < 12; more++) {
              const { seq, ...what } = store(mailbox, `kind${sent.size % 10}x${sent.size}x`, each.pieces + 1);
              sent.set(seq, what);
            }
          } else if (each.act === "rows") seen.push(mailbox.rows({ limit: 3, offset: each.offset }));
          else if (each.act === "find") {
            seen.push(mailbox.rows({ limit: 4 }, query(`header:X-Kind=kind${each.wanted}x`)));
            seen.push(mailbox.rows({ limit: 4 }, query(`kind${each.wanted}x`)));
          } else if (each.act === "remove") await mailbox.removeMatching(query(`header:X-Kind=kind${each.wanted}`));
          else await setImmediate();
        }
        for (const { items } of await Promise.all(seen)) {
          for (const { seq, subject, snippet, size } of items) {
            expect({ subject, size }).toEqual(sent.get(seq));
            expect(snippet.startsWith(`hello ${subject} x`)).toBe(true);
          }
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});

const openAll = (mailbox: Mailbox, limit: number): StoredMessage[] =>
  mailbox.list({ limit }).items.flatMap((message) => message.open() ?? []);

const sizes = oneof(nat({ max: 2_000 }), nat({ max: 600_000 }), constant(5 * MiB));
const acts = array(
  oneof(
    record({ act: constant("receive" as const), size: sizes }),
    record({ act: constant("give-up" as const), size: sizes }),
    record({ act: constant("read" as const), at: nat() }),
    record({ act: constant("list" as const) }),
    record({ act: constant("remove" as const), at: nat() }),
    record({ act: constant("clear" as const) }),
  ),
  { minLength: 20, maxLength: 120 },
);

it("a returned message keeps the received bytes, even after it is gone", () => {
  assert(
    property(acts, nat({ max: 1 }), (list, listeners) => {
      const mailbox = createMailbox({ limits: { messages: 8, bytes: 20 * MiB } });
      if (listeners === 1) mailbox.subscribe(() => undefined);
      const bytes = new Map<string, number>();
      const given: StoredMessage[] = [];
      const any = (at: number) => mailbox.list({ limit: 1, offset: at % 8 }).items[0]?.open();
      list.forEach((each, index) => {
        if (each.act === "receive") {
          bytes.set(mailbox.add(receive(mailbox, each.size, index % 256)).id, index % 256);
        } else if (each.act === "give-up") receive(mailbox, each.size, 255);
        else if (each.act === "list") given.push(...openAll(mailbox, 3));
        else if (each.act === "clear") mailbox.clear();
        else {
          const message = any(each.at);
          if (message !== undefined) given.push(message);
          if (message !== undefined && each.act === "remove") mailbox.remove([message.id]);
        }
      });
      given.push(...openAll(mailbox, 8));
      for (const message of given) {
        expect(Buffer.alloc(message.size, bytes.get(message.id)).equals(Buffer.concat(message.chunks()))).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
