import { array, assert, asyncProperty, boolean, constant, constantFrom, nat, oneof, record } from "fast-check";
import { expect, it } from "vitest";
import { createEnvelope } from "../../test/support/create-mail.ts";
import { createMailbox } from "./create-mailbox.ts";
import type { StoredMessage } from "./mailbox.ts";
import type { MemoryMailbox } from "./memory-mailbox.ts";
import { SlabAllocator } from "./slab-allocator.ts";

const KiB = 1024;
const MiB = 1024 * KiB;
const LIMITS = { messages: 40, bytes: 24 * MiB };

/** Stores a message with all bytes equal to `byte`, in chunks as the engine allocates them. Returns its id. */
function addFilled(mailbox: MemoryMailbox, size: number, byte: number): string {
  const raw: Uint8Array[] = [];
  for (let left = size; left > 0; left -= raw.at(-1)?.length ?? 0)
    raw.push(mailbox.allocator.allocate(Math.min(left, 64 * KiB)).fill(byte));
  const envelope = createEnvelope("jo@example.com", ["zoe@example.net"]);
  return mailbox.add({ raw, size, envelope, sessionId: null, receivedAt: 0, findings: [] }).id;
}

interface Expected {
  readonly byte: number;
  readonly size: number;
}

const isIntact = (chunks: readonly Uint8Array[], { byte, size }: Expected): boolean =>
  Buffer.alloc(size, byte).equals(Buffer.concat(chunks));

const which = array(nat({ max: 39 }), { minLength: 1, maxLength: 12 });
const steps = array(
  oneof(
    {
      weight: 6,
      arbitrary: record({
        act: constant("add" as const),
        sizes: array(constantFrom(10, 1_500, 70_000, 400_000, 5 * MiB), { minLength: 1, maxLength: 8 }),
      }),
    },
    { weight: 5, arbitrary: record({ act: constant("delete" as const), which, undoable: boolean() }) },
    { weight: 3, arbitrary: record({ act: constant("restore" as const), token: nat({ max: 3 }) }) },
    { weight: 2, arbitrary: record({ act: constantFrom("open", "borrow"), which }) },
    // Compaction continues in the next turn.
    { weight: 2, arbitrary: record({ act: constantFrom("turn", "clear") }) },
  ),
  { minLength: 10, maxLength: 50 },
);

it("every message keeps the received bytes while others are deleted, restored, evicted, opened and compacted", async () => {
  await assert(
    asyncProperty(steps, async (list) => {
      const mailbox = createMailbox({ limits: LIMITS });
      const sources = new Map<string, Expected>();
      const tokens: string[] = [];
      const opened: StoredMessage[] = [];
      const sourceOf = (id: string): Expected => sources.get(id) ?? { byte: 0, size: -1 };
      const idsAt = (places: readonly number[]) => {
        const listed = mailbox.handles();
        return places.flatMap((place) => listed[place % Math.max(1, listed.length)]?.id ?? []);
      };
      for (const step of list) {
        if (step.act === "add") {
          for (const size of step.sizes) {
            const byte = 1 + (sources.size % 250);
            sources.set(addFilled(mailbox, size, byte), { byte, size });
          }
        } else if (step.act === "delete") {
          const ids = [...new Set(idsAt(step.which))];
          const undo = step.undoable ? mailbox.removeWithUndo(ids).undo : void mailbox.remove(ids);
          if (undo !== undefined) tokens.push(undo.token);
        } else if (step.act === "restore") mailbox.restore(tokens.at(-1 - step.token) ?? "unknown");
        else if (step.act === "open")
          opened.push(...idsAt(step.which).flatMap((id) => mailbox.handle(id)?.open() ?? []));
        else if (step.act === "borrow") {
          for (const id of idsAt(step.which)) expect(mailbox.handle(id)?.firstBytes(1)[0]).toBe(sourceOf(id).byte);
        } else if (step.act === "clear") mailbox.clear();
        else await new Promise(setImmediate);
        // The next message overwrites released memory.
        mailbox.allocator.release(mailbox.allocator.allocate(400_000).fill(255));
      }
      // Deleted messages that can be restored keep no more memory in use than listed ones.
      for (let turn = 0; turn < 20; turn++) {
        mailbox.remove([]);
        await new Promise(setImmediate);
      }
      const { allocator } = mailbox;
      if (!(allocator instanceof SlabAllocator)) throw new TypeError("A mailbox allocates in slabs");
      expect(allocator.idleBytes).toBeLessThanOrEqual(Math.max(LIMITS.bytes / 16, allocator.retainedBytes));
      for (const token of tokens) mailbox.restore(token);
      const all = [...opened, ...mailbox.handles().flatMap((message) => message.open() ?? [])];
      for (const message of all) expect(isIntact(message.chunks(), sourceOf(message.id))).toBe(true);
      expect(mailbox.handles().every(({ isReadable }) => isReadable)).toBe(true);
      mailbox.close();
    }),
    { numRuns: 60 },
  );
}, 120_000);
