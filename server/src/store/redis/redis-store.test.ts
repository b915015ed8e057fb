import { afterAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createIncoming } from "../../../test/support/incoming.ts";
import { hasRedis, type RedisServer, startRedis } from "../../../test/support/redis-server.ts";
import { createSessionSource } from "../../../test/support/session-source.ts";
import { startTcpProxy } from "../../../test/support/tcp-proxy.ts";
import { createMailbox } from "../../mailbox/create-mailbox.ts";
import type { Mailbox } from "../../mailbox/mailbox.ts";
import { openSharedMailbox } from "../../mailbox/shared/shared-mailbox.ts";
import { parseRedisAddress } from "./redis-address.ts";
import { RedisStore } from "./redis-store.ts";

describe.skipIf(!hasRedis)("with redis-server", async () => {
  const redis = (hasRedis ? await startRedis(afterAll) : undefined) as RedisServer;
  let count = 0;
  let warnings: string[] = [];
  beforeEach(() => void (warnings = []));
  const nextName = () => `test-${++count}`;

  async function open(name: string, port = redis.port): Promise<Mailbox> {
    const address = parseRedisAddress(`redis://127.0.0.1:${port}?name=${name}`);
    const limits = { messages: 1_000, bytes: 2 ** 28, sessions: 10 };
    const store = new RedisStore({ address, limits, onWarning: (warning) => warnings.push(warning) });
    const mailbox = await openSharedMailbox(store, {});
    onTestFinished(() => void mailbox.close());
    return mailbox;
  }

  const countStored = (name: string) => redis.client.zcard(`{mailglass:${name}}:seqs`);

  test("a message whose reply was lost is stored once, and acknowledged", async () => {
    const name = nextName();
    const proxy = await startTcpProxy(redis.port);
    onTestFinished(() => proxy.close());
    const mailbox = await open(name, proxy.port);
    // From then on Redis knows the script.
    const first = await mailbox.add(createIncoming({ subject: "First" }));
    proxy.mute();
    const added = mailbox.add(createIncoming({ subject: "Once" }));
    await vi.waitFor(async () => expect(await countStored(name)).toBe(2));
    proxy.cut();
    proxy.restore();
    const { id } = await added;
    await vi.waitFor(() => expect(mailbox.handles().map((message) => message.id)).toEqual([id, first.id]));
    expect(await countStored(name)).toBe(2);
    await mailbox.add(createIncoming({ subject: "Next" }));
    expect(await countStored(name)).toBe(3);
  });

  test("tags that two instances add at the same time are all kept", async () => {
    const name = nextName();
    const instances = [await open(name), await open(name)];
    const { id } = (await instances[0]?.add(createIncoming())) ?? { id: "" };
    await vi.waitFor(() => expect(instances[1]?.handle(id)).toBeDefined());
    const tags = Array.from({ length: 20 }, (_, number) => `t${String(number).padStart(2, "0")}`);
    await Promise.all(tags.map(async (tag, number) => instances[number % 2]?.mark(id, { addTags: [tag] })));
    for (const instance of instances) await vi.waitFor(() => expect(instance.handle(id)?.tags).toEqual(tags));
  });

  test("a fault with a chance hits the same attempts on several instances as on one", async () => {
    const rule = { on: "mail", reply: "451", chance: 0.4, seed: 7, after: 2, times: 5 } as const;
    const context = { peer: "::1", from: "a@b.c", to: [], user: null };
    const alone = createMailbox();
    alone.faults.add(rule);
    const expected = Array.from({ length: 30 }, () => alone.faults.check("mail", context) !== undefined);
    const name = nextName();
    const instances = [await open(name), await open(name), await open(name)];
    await instances[0]?.faults.add(rule);
    for (const instance of instances) await vi.waitFor(() => expect(instance.faults.list()).toHaveLength(1));
    const hits: boolean[] = [];
    for (const number of expected.keys()) {
      const fault = await instances[number % 3]?.faults.check("mail", context);
      hits.push(fault !== undefined);
    }
    expect(hits).toEqual(expected);
    expect(hits.filter(Boolean)).toHaveLength(5);
  });

  test("attempts at the same time are counted one by one", async () => {
    const name = nextName();
    const instances = [await open(name), await open(name)];
    await instances[0]?.faults.add({ on: "mail", reply: "451", times: 7 });
    for (const instance of instances) await vi.waitFor(() => expect(instance.faults.list()).toHaveLength(1));
    const context = { peer: "::1", from: "a@b.c", to: [], user: null };
    const attempts = Array.from({ length: 40 }, async (_, number) =>
      instances[number % 2]?.faults.check("mail", context),
    );
    const hits = (await Promise.all(attempts)).filter((fault) => fault !== undefined);
    expect(hits).toHaveLength(7);
  });

  test("a Redis without memory refuses mail, and the store reports by itself that it works again", async () => {
    const name = nextName();
    const mailbox = await open(name);
    await mailbox.add(createIncoming({ subject: "Before" }));
    await redis.client.config("SET", "maxmemory", "1");
    onTestFinished(() => void redis.client.config("SET", "maxmemory", "0"));
    await expect(mailbox.add(createIncoming({ subject: "During" }))).rejects.toThrow(/cannot be used: OOM/);
    expect(mailbox.storeStatus?.failure).toContain("OOM");
    expect(mailbox.counts().messages).toBe(1);
    await redis.client.config("SET", "maxmemory", "0");
    await vi.waitFor(() => expect(mailbox.storeStatus?.failure).toBeUndefined());
    await mailbox.add(createIncoming({ subject: "After" }));
    expect(mailbox.counts().messages).toBe(2);
  });

  test("an undo survives the end of the instance that has deleted, and expires on all", async () => {
    const name = nextName();
    const first = await open(name);
    const { id } = await first.add(createIncoming());
    const { undo } = await first.removeWithUndo([id]);
    await first.close();
    const second = await open(name);
    expect(second.undos()).toMatchObject([{ token: undo?.token, count: 1 }]);
    expect(await second.restore(undo?.token ?? "")).toBe(1);
    expect(second.handle(id)?.isReadable).toBe(true);
    expect(await second.restore(undo?.token ?? "")).toBeUndefined();
  });

  test("the keys of a message are gone after it was evicted or cleared", async () => {
    const name = nextName();
    const mailbox = await open(name);
    for (let number = 0; number < 1_003; number++) await mailbox.add(createIncoming({ subject: `Mail ${number}` }));
    const listKeys = () => redis.client.keys(`{mailglass:${name}}:m:*`);
    expect(await listKeys()).toHaveLength(1_000);
    expect(await mailbox.clear()).toBe(1_000);
    for (const key of await listKeys()) expect(await redis.client.pttl(key)).toBeGreaterThan(0);
    expect(await redis.client.hget(`{mailglass:${name}}:meta`, "bytes")).toBe("0");
  });

  describe("what cannot be read", () => {
    const key = (name: string, rest: string) => `{mailglass:${name}}:${rest}`;

    /** Opens a mailbox with two messages, a session, and a fault rule, and closes it. Returns its list. */
    async function fill(name: string) {
      const mailbox = await open(name);
      for (const subject of ["One", "Two"]) await mailbox.add(createIncoming({ subject }));
      const session = createSessionSource(`S-${name}`, { failed: true, closedAt: "2026-11-23T12:00:01.000Z" });
      mailbox.sessions.recordOpened(session);
      mailbox.sessions.recordClosed(session);
      await mailbox.faults.add({ on: "mail", reply: "451", chance: 0 });
      await vi.waitFor(async () => expect(await redis.client.zcard(key(name, "session-order"))).toBe(1));
      await mailbox.close();
      const [newest, oldest] = mailbox.handles();
      return { newest: newest?.seq ?? 0, seqs: [newest?.seq, oldest?.seq] };
    }

    const seqsOf = (mailbox: Mailbox) => mailbox.handles().map(({ seq }) => seq);

    test.each([
      ["details", "{}", "the envelope's details of 1 message"],
      ["details", "not json", "the envelope's details of 1 message"],
      ["findings", "null", "the findings of 1 message"],
      ["tags", "5", "the tags of 1 message"],
    ])("%s that are %s are replaced", async (field, value, what) => {
      const name = nextName();
      const { newest, seqs } = await fill(name);
      await redis.client.hset(key(name, `m:${newest}`), field, value);
      const mailbox = await open(name);
      expect(seqsOf(mailbox)).toEqual(seqs);
      expect(String(mailbox.handles()[0]?.firstBytes(100))).toContain("Subject: Two");
      expect(warnings).toEqual([expect.stringContaining(what)]);
    });

    test("a message with a key of another type is left out, and more can be added and deleted", async () => {
      const name = nextName();
      const { newest } = await fill(name);
      await redis.client.del(key(name, `m:${newest}`));
      await redis.client.set(key(name, `m:${newest}`), "x");
      const mailbox = await open(name);
      expect(seqsOf(mailbox)).toHaveLength(1);
      expect(warnings).toEqual([expect.stringContaining("the complete source of 1 message")]);
      await mailbox.add(createIncoming());
      expect(await mailbox.clear()).toBe(3);
    });

    test("sessions, fault rules and undos are left out", async () => {
      const name = nextName();
      const { seqs } = await fill(name);
      await redis.client.hset(key(name, "sessions"), `S-${name}`, "{");
      const [fault = ""] = await redis.client.hkeys(key(name, "faults"));
      await redis.client.hset(key(name, "faults"), fault, '{"on":"mail","match":null}');
      await redis.client.hset(key(name, "undos"), "token", "{");
      const mailbox = await open(name);
      expect(seqsOf(mailbox)).toEqual(seqs);
      expect(mailbox.faults.list()).toEqual([]);
      expect(warnings).toEqual([
        expect.stringContaining("deletions that could be undone: 1; fault rules: 1; sessions: 1"),
      ]);
    });

    test.each([["instance"], ["seq"], ["bytes"]])("messages stay if %s is lost", async (field) => {
      const name = nextName();
      const { newest, seqs } = await fill(name);
      await redis.client.hdel(key(name, "meta"), field);
      const mailbox = await open(name);
      expect(seqsOf(mailbox)).toEqual(seqs);
      const { seq, id } = await mailbox.add(createIncoming());
      expect(seq).toBeGreaterThan(newest);
      expect(mailbox.handle(id)?.isReadable).toBe(true);
    });

    test("in the log of changes makes an instance load everything", async () => {
      const name = nextName();
      const mailbox = await open(name);
      const { instance } = mailbox;
      const seq = await redis.client.hincrby(key(name, "meta"), "seq", 1);
      const fields = { i: instance, f: String(seq), t: "marked", c: "c", o: "o", d: "{" };
      await redis.client.xadd(key(name, "changes"), `${seq}-0`, ...Object.entries(fields).flat());
      await mailbox.add(createIncoming({ subject: "After" }));
      expect(mailbox.counts().messages).toBe(1);
    });
  });
});
