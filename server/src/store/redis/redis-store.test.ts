import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { createIncoming } from "../../../test/support/incoming.ts";
import { hasRedis, type RedisServer, startRedis } from "../../../test/support/redis-server.ts";
import { startTcpProxy } from "../../../test/support/tcp-proxy.ts";
import { createMailbox } from "../../mailbox/create-mailbox.ts";
import type { Mailbox } from "../../mailbox/mailbox.ts";
import { openSharedMailbox } from "../../mailbox/shared/shared-mailbox.ts";
import { parseRedisAddress } from "./redis-address.ts";
import { RedisStore } from "./redis-store.ts";

describe.skipIf(!hasRedis)("with redis-server", async () => {
  const redis = (hasRedis ? await startRedis(afterAll) : undefined) as RedisServer;
  let count = 0;
  const nextName = () => `test-${++count}`;

  async function open(name: string, port = redis.port): Promise<Mailbox> {
    const address = parseRedisAddress(`redis://127.0.0.1:${port}?name=${name}`);
    const store = new RedisStore({ address, limits: { messages: 1_000, bytes: 2 ** 28, sessions: 10 } });
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
});
