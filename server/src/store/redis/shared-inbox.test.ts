import { parseQuery, type StreamEvent } from "@mailglass/shared";
import fc from "fast-check";
import { afterAll, describe, expect, it, vi } from "vitest";
import { createIncoming } from "../../../test/support/incoming.ts";
import { DURABLE, hasRedis, type RedisServer, startRedis } from "../../../test/support/redis-server.ts";
import { startTcpProxy, type TcpProxy } from "../../../test/support/tcp-proxy.ts";
import type { Mailbox, WaitOutcome } from "../../mailbox/mailbox.ts";
import { openSharedMailbox } from "../../mailbox/shared/shared-mailbox.ts";
import { StoreError } from "../../mailbox/store.ts";
import { parseRedisAddress } from "./redis-address.ts";
import { RedisStore } from "./redis-store.ts";

// Random schedules on three instances over one Redis. Each instance has a connection of its own that can be cut. Afterwards all must
// agree with Redis and with each other, and nothing that was acknowledged may be lost or doubled.

const INSTANCES = 3;
const RUNS = Number(process.env["REDIS_RUNS"] ?? 10);

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant("add" as const), at: fc.nat(INSTANCES - 1) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom("read" as const, "tag" as const, "remove" as const, "hide" as const, "undo" as const),
      at: fc.nat(INSTANCES - 1),
      message: fc.nat(20),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom("wait" as const, "cut" as const, "restore" as const, "kill" as const, "open" as const),
      at: fc.nat(INSTANCES - 1),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom("pause" as const, "restart" as const, "clear" as const),
      at: fc.nat(INSTANCES - 1),
    }),
  },
);

/** An instance: a mailbox, its connection, and the list that a client of its stream has. */
class Instance {
  readonly #proxy: TcpProxy;
  readonly #name: string;
  readonly #messages: number;
  mailbox: Mailbox | undefined;
  #store: RedisStore | undefined;
  #listed = new Map<string, { read: boolean; tags: readonly string[] }>();

  constructor(proxy: TcpProxy, name: string, messages: number) {
    this.#proxy = proxy;
    this.#name = name;
    this.#messages = messages;
  }

  async open(): Promise<void> {
    if (this.mailbox !== undefined) return;
    this.#proxy.restore();
    const address = parseRedisAddress(`redis://127.0.0.1:${this.#proxy.port}?name=${this.#name}`);
    const limits = { messages: this.#messages, bytes: 2 ** 28 };
    this.#store = new RedisStore({ address, limits: { ...limits, sessions: 100 } });
    const mailbox = await openSharedMailbox(this.#store, { limits });
    this.mailbox = mailbox;
    this.#readList(mailbox);
    mailbox.subscribe((events) => {
      for (const event of events) this.#apply(mailbox, event);
    });
  }

  /** Ends it as a crash does: nothing more is sent. */
  async kill(): Promise<void> {
    if (this.mailbox === undefined) return;
    this.mailbox = undefined;
    this.#proxy.cut();
    await this.#store?.close();
  }

  cut(): void {
    this.#proxy.cut();
  }

  restore(): void {
    this.#proxy.restore();
  }

  #readList(mailbox: Mailbox): void {
    this.#listed = new Map(mailbox.handles().map(({ id, read, tags }) => [id, { read, tags }]));
  }

  #apply(mailbox: Mailbox, event: StreamEvent): void {
    if (event.type === "resync") this.#readList(mailbox);
    else if (event.type === "mailbox.cleared") this.#listed.clear();
    else if (event.type === "message.added" || event.type === "message.restored")
      this.#listed.set(event.message.id, { read: event.message.read, tags: event.message.tags });
    else if (event.type === "message.removed") for (const id of event.ids) this.#listed.delete(id);
    else if (event.type === "message.changed" && this.#listed.has(event.id))
      this.#listed.set(event.id, { read: event.read, tags: event.tags });
  }

  /** What a client of its stream has, oldest first. */
  get listed() {
    return [...this.#listed].map(([id, marks]) => ({ id, ...marks })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }
}

const describeList = (mailbox: Mailbox) =>
  mailbox
    .handles()
    .map(({ id, seq, read, tags, size }) => ({ id, seq, read, tags, size }))
    .toReversed();

const readText = (mailbox: Mailbox) => mailbox.handles().map((message) => message.firstBytes(message.size).toString());

function query(text: string) {
  const parsed = parseQuery(text, 10_000);
  if (parsed.type === "error") throw new Error(parsed.message);
  return parsed;
}

/** Changes may fail while Redis cannot be reached, but only so. */
async function attempt<Result>(change: () => Result | Promise<Result>): Promise<Result | undefined> {
  try {
    return await change();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    return undefined;
  }
}

describe.skipIf(!hasRedis)("with redis-server", async () => {
  // A restart loses nothing.
  const redis = hasRedis ? await startRedis(afterAll, DURABLE) : undefined;
  let count = 0;

  async function run(
    redis: RedisServer,
    steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[],
    limit: number,
  ) {
    const name = `random-${++count}`;
    const proxies = await Promise.all(Array.from({ length: INSTANCES }, () => startTcpProxy(redis.port)));
    const instances = proxies.map((proxy) => new Instance(proxy, name, limit));
    const acknowledged = new Map<string, string>();
    const known: string[] = [];
    /** Messages that a deletion may have removed. */
    const removed = new Set<string>();
    const tokens: string[] = [];
    const waits: { subject: string; at: Mailbox; outcome: Promise<WaitOutcome> }[] = [];
    const running: Promise<unknown>[] = [];
    let number = 0;
    let begunClears = 0;
    let endedClears = 0;
    try {
      await Promise.all(instances.map((instance) => instance.open()));
      for (const [index, step] of steps.entries()) {
        const instance = instances[step.at];
        const mailbox = instance?.mailbox;
        if (step.type === "open") await instance?.open();
        if (step.type === "restart") {
          await redis.kill();
          await redis.start();
        }
        if (step.type === "kill") await instance?.kill();
        if (step.type === "cut") instance?.cut();
        if (step.type === "restore") instance?.restore();
        if (step.type === "pause") await Promise.all(running.splice(0));
        if (mailbox === undefined) continue;
        const id = "message" in step ? known[step.message % Math.max(1, known.length)] : undefined;
        if (step.type === "add") {
          const subject = `S${++number}`;
          const clearsBefore = endedClears;
          const add = async () => {
            const added = await attempt(() => mailbox.add(createIncoming({ subject, text: `Text of ${subject}` })));
            if (added === undefined) return;
            expect(acknowledged.has(added.id)).toBe(false);
            acknowledged.set(added.id, subject);
            // One that was made in the meantime may have come after it.
            if (begunClears > clearsBefore) removed.add(added.id);
            known.push(added.id);
          };
          running.push(add());
        } else if (step.type === "clear") {
          begunClears++;
          for (const known of acknowledged.keys()) removed.add(known);
          running.push(attempt(() => mailbox.clear()).finally(() => endedClears++));
        } else if (step.type === "wait") {
          const subject = `S${number + 1}`;
          waits.push({
            subject,
            at: mailbox,
            outcome: mailbox.wait({ query: query(`subject:${subject}`), count: 1, since: 0 }, { timeout: 600_000 }),
          });
        } else if (step.type === "undo") {
          const token = tokens.pop();
          if (token !== undefined) running.push(attempt(() => mailbox.restore(token)));
        } else if (id !== undefined) {
          if (step.type === "read") running.push(attempt(() => mailbox.mark(id, { read: true })));
          if (step.type === "tag") running.push(attempt(() => mailbox.mark(id, { addTags: [`t${index}`] })));
          if (step.type === "remove" || step.type === "hide") removed.add(id);
          if (step.type === "remove") running.push(attempt(() => mailbox.remove([id])));
          if (step.type === "hide")
            running.push(
              attempt(async () => {
                const { undo } = await mailbox.removeWithUndo([id]);
                if (undo !== undefined) tokens.push(undo.token);
              }),
            );
        }
        // Otherwise it runs together with the next.
        if (index % 2 === 0) await new Promise(setImmediate);
      }
      for (const instance of instances) {
        instance.restore();
        await instance.open();
      }
      await Promise.all(running);
      const mailboxes = instances.flatMap(({ mailbox }) => mailbox ?? []);
      await vi.waitFor(
        async () => {
          const [first, ...others] = mailboxes.map(describeList);
          for (const other of others) expect(other).toEqual(first);
          for (const { storeStatus } of mailboxes) expect(storeStatus?.failure).toBeUndefined();
          expect(Number(await redis.client.hget(`{mailglass:${name}}:meta`, "seq"))).toBe(mailboxes[0]?.seq);
          for (const { seq } of mailboxes) expect(seq).toBe(mailboxes[0]?.seq);
          for (const [at, { listed }] of instances.entries())
            expect(listed).toEqual(
              describeList(mailboxes[at] as Mailbox).map(({ id, read, tags }) => ({ id, read, tags })),
            );
        },
        { timeout: 30_000, interval: 20 },
      );
      const [mailbox, ...others] = mailboxes as [Mailbox, ...Mailbox[]];
      const texts = readText(mailbox);
      for (const other of others) expect(readText(other)).toEqual(texts);
      for (const other of others) expect(other.counts().unread).toBe(mailbox.counts().unread);
      expect(new Set(texts).size).toBe(texts.length);
      for (const [id, subject] of acknowledged) {
        const message = mailbox.handle(id);
        if (message !== undefined) expect(message.firstBytes(message.size).toString()).toContain(`Text of ${subject}`);
        else if (limit >= 1_000) expect(removed, `${subject} was acknowledged`).toContain(id);
      }
      const found = await Promise.all(mailboxes.map((one) => one.find(query("text of is:unread"))));
      for (const some of found) expect(some.map(({ id }) => id)).toEqual(found[0]?.map(({ id }) => id));
      // Redis has what a new instance shows.
      const again = new Instance(proxies[0] as TcpProxy, name, limit);
      await again.open();
      expect(describeList(again.mailbox as Mailbox)).toEqual(describeList(mailbox));
      await again.mailbox?.close();
      for (const { subject, at, outcome } of waits) {
        if (!mailboxes.includes(at) || !texts.some((text) => text.includes(`Subject: ${subject}\r\n`))) continue;
        expect(await outcome).toMatchObject({ type: "matched" });
      }
    } finally {
      for (const { mailbox } of instances) await mailbox?.close();
      for (const proxy of proxies) proxy.close();
    }
  }

  it("instances agree after any schedule of changes, crashes and cuts", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), fc.constantFrom(1_000, 6), (steps, limit) =>
        run(redis as RedisServer, steps, limit),
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(count).toBeGreaterThanOrEqual(RUNS);
  }, 600_000);
});
