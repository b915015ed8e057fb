import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Client, createClient } from "@mailglass/shared/client";
import nodemailer from "nodemailer";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type ChildServer, startChildServer } from "./support/child-server.ts";
import { DURABLE, findFreePort, hasRedis, type RedisServer, startRedis } from "./support/redis-server.ts";
import { createTempFolder, isInstalled, runMailglass, runProcess } from "./support/run-program.ts";
import { startTcpProxy } from "./support/tcp-proxy.ts";

// Several built servers that share one inbox in Redis.

/** Those of docs/stores.md. */
const ALLOWED_COMMANDS = readAllowedCommands();

function readAllowedCommands(): string[] {
  const docs = readFileSync(new URL("../../docs/stores.md", import.meta.url), "utf8");
  return [...(/ACL SETUSER .*/.exec(docs)?.[0] ?? "").matchAll(/ \+(\S+)/g)].map(([, command = ""]) => command);
}

async function start({ url }: Pick<RedisServer, "url">, ...flags: string[]): Promise<ChildServer> {
  const server = await startChildServer({ built: true, flags: ["--store", url, ...flags] });
  onTestFinished(() => server.kill());
  return server;
}

const send = (server: ChildServer, subject: string, text = "Hello") =>
  nodemailer
    .createTransport({ host: "127.0.0.1", port: server.smtpPort })
    .sendMail({ from: "a@example.com", to: "b@example.net", subject, text });

const get = (server: ChildServer, path: string, init?: RequestInit) =>
  fetch(`http://127.0.0.1:${server.httpPort}${path}`, init);

const client = (server: ChildServer): Client => createClient({ url: `http://127.0.0.1:${server.httpPort}` });

const getJson = async <Json>(server: ChildServer, path: string): Promise<Json> =>
  (await (await get(server, path)).json()) as Json;

interface Row {
  readonly id: string;
  readonly seq: number;
  readonly subject: string;
}

const readRows = async (server: ChildServer, query = ""): Promise<Row[]> => {
  const { items } = await getJson<{ items: Row[] }>(server, `/api/messages?q=${encodeURIComponent(query)}`);
  return items.map(({ id, seq, subject }) => ({ id, seq, subject }));
};

interface StreamEvent {
  readonly type: string;
  readonly seq: number;
  readonly instance?: string;
  readonly message?: Row;
  readonly reason?: string;
}

/** Collects the events of the stream from now on, or after `since`. */
async function follow(server: ChildServer, since?: string): Promise<StreamEvent[]> {
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const response = await get(server, "/api/stream", {
    signal: ending.signal,
    headers: { accept: "text/event-stream", ...(since !== undefined && { "last-event-id": since }) },
  });
  const events: StreamEvent[] = [];
  const read = async (): Promise<void> => {
    let rest = "";
    for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.startsWith("data: ")) events.push(JSON.parse(line.slice(6)) as StreamEvent);
    }
  };
  read().catch(() => {});
  await vi.waitFor(() => expect(events[0]?.type).toBe("hello"));
  return events;
}

const added = (events: readonly StreamEvent[]): Row[] =>
  events.flatMap(({ message }) =>
    message === undefined ? [] : [{ id: message.id, seq: message.seq, subject: message.subject }],
  );

describe.skipIf(!hasRedis)("with redis-server", () => {
  test("mail sent to one instance is in list, search, stream and waits of both, with the same id and number", async () => {
    const redis = await startRedis(onTestFinished);
    const [one, two] = [await start(redis), await start(redis)];
    const streams = [await follow(one), await follow(two)];
    const waits = [one, two].map((server) =>
      getJson<{ items: { subject: string }[] }>(server, "/api/messages/wait?q=subject:second&timeout=60000"),
    );
    await send(one, "The first");
    await send(two, "The second");
    const rows = await readRows(two);
    expect(rows.map(({ subject }) => subject)).toEqual(["The second", "The first"]);
    await vi.waitFor(async () => expect(await readRows(one)).toEqual(rows));
    for (const server of [one, two]) expect(await readRows(server, "subject:first")).toEqual(rows.slice(1));
    for (const events of streams) await vi.waitFor(() => expect(added(events)).toEqual(rows.toReversed()));
    for (const outcome of await Promise.all(waits)) expect(outcome.items).toMatchObject([{ subject: "The second" }]);
    const sources = await Promise.all(
      [one, two].map(async (server) => (await get(server, `/api/messages/${rows[0]?.id}/raw`)).text()),
    );
    expect(sources[0]).toContain("Subject: The second");
    expect(sources[1]).toBe(sources[0]);
  });

  test("marks, tags, deletions, undo and sessions of one instance are those of the other", async () => {
    const redis = await startRedis(onTestFinished);
    const [one, two] = [await start(redis), await start(redis)];
    await send(one, "Kept");
    await send(two, "Removed");
    await vi.waitFor(async () => expect(await readRows(one)).toHaveLength(2));
    const [removed, kept] = await readRows(one);
    await client(one).markMessage({ params: { id: kept?.id ?? "" }, body: { read: true, addTags: ["checked"] } });
    await vi.waitFor(async () => expect(await readRows(two, "tag:checked is:read")).toEqual([kept]));
    const { undo = "" } = await client(one).deleteSelectedMessages({
      body: { ids: [removed?.id ?? ""], undoable: true },
    });
    await vi.waitFor(async () => expect(await readRows(two)).toEqual([kept]));
    expect(await client(two).restoreMessages({ body: { undo } })).toEqual({ restored: 1 });
    await vi.waitFor(async () => expect(await readRows(one)).toEqual([removed, kept]));
    for (const server of [one, two])
      await vi.waitFor(async () => {
        const { items } = await client(server).listSessions();
        expect(items.map(({ messages, closedAt }) => ({ messages, open: closedAt === null }))).toEqual([
          { messages: 1, open: false },
          { messages: 1, open: false },
        ]);
        const { transcript } = await client(server).getSession({ params: { id: items[0]?.id ?? "" } });
        expect(transcript.at(-1)?.text).toBe("client hung up");
      });
    await client(two).deleteMessages();
    await vi.waitFor(async () => expect(await readRows(one)).toEqual([]));
  });

  test("a fault hits on all instances, and its attempts are counted together", async () => {
    const redis = await startRedis(onTestFinished);
    const [one, two] = [await start(redis), await start(redis)];
    const rule = { on: "rcpt", reply: "450 4.2.0 Later", after: 1, times: 2 } as const;
    const { id } = await client(one).addFault({ body: rule });
    await vi.waitFor(async () => expect(await client(two).listFaults()).toHaveLength(1));
    await send(one, "First attempt");
    await expect(send(two, "Second")).rejects.toMatchObject({ responseCode: 450 });
    await expect(send(one, "Third")).rejects.toMatchObject({ responseCode: 450 });
    await send(two, "Fourth");
    for (const server of [one, two])
      await vi.waitFor(async () => expect(await client(server).listFaults()).toMatchObject([{ id, seen: 4, hits: 2 }]));
    await client(two).deleteFaults();
    await vi.waitFor(async () => expect(await client(one).listFaults()).toEqual([]));
  });

  test("while Redis is down mail is refused with 451, reads go on, and it recovers by itself", async () => {
    const redis = await startRedis(onTestFinished, DURABLE);
    const [one, two] = [await start(redis), await start(redis)];
    await send(one, "Before");
    await vi.waitFor(async () => expect(await readRows(two)).toHaveLength(1));
    const events = await follow(two);
    await redis.kill();
    for (const server of [one, two])
      await vi.waitFor(async () => expect((await get(server, "/readyz")).status).toBe(503));
    await expect(send(one, "During")).rejects.toMatchObject({
      responseCode: 451,
      response: expect.stringContaining("451 4.3.0"),
    });
    expect((await readRows(one)).map(({ subject }) => subject)).toEqual(["Before"]);
    const { store } = await client(one).getInfo();
    expect(store?.failure).toContain(`127.0.0.1:${redis.port}`);
    await redis.start();
    for (const server of [one, two])
      await vi.waitFor(async () => expect((await get(server, "/readyz")).status).toBe(200));
    await send(one, "After");
    for (const server of [one, two])
      await vi.waitFor(async () =>
        expect((await readRows(server)).map(({ subject }) => subject)).toEqual(["After", "Before"]),
      );
    // It has continued where it was.
    await vi.waitFor(() => expect(added(events).map(({ subject }) => subject)).toEqual(["After"]));
    expect(events.map(({ type }) => type)).not.toContain("resync");
    for (const { log } of [one, two]) expect(log.filter(({ level }) => level === "error")).toHaveLength(1);
  });

  test("a Redis that does not answer: 451 after a few seconds, and the message does not appear later", async () => {
    const redis = await startRedis(onTestFinished);
    const server = await start(redis);
    await send(server, "Before");
    redis.pause();
    await expect(send(server, "Given up")).rejects.toMatchObject({ responseCode: 451 });
    expect((await get(server, "/readyz")).status).toBe(503);
    redis.resume();
    await vi.waitFor(async () => expect((await get(server, "/readyz")).status).toBe(200));
    await send(server, "After");
    expect((await readRows(server)).map(({ subject }) => subject)).toEqual(["After", "Before"]);
  });

  test("a Redis that was emptied is a new, empty inbox, in which no number is used again", async () => {
    const redis = await startRedis(onTestFinished);
    const [one, two] = [await start(redis), await start(redis)];
    await send(one, "Lost");
    const [lost] = await readRows(one);
    const before = await client(one).getInfo();
    const events = await follow(two);
    await redis.client.flushall();
    for (const server of [one, two]) await vi.waitFor(async () => expect(await readRows(server)).toEqual([]));
    await vi.waitFor(async () => expect((await client(one).getInfo()).instance).not.toBe(before.instance));
    await vi.waitFor(async () =>
      expect((await client(two).getInfo()).instance).toBe((await client(one).getInfo()).instance),
    );
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: "resync", reason: "restarted" }));
    await send(two, "New");
    const [created] = await readRows(two);
    expect(created?.seq).toBeGreaterThan(lost?.seq ?? 0);
    await vi.waitFor(async () => expect(await readRows(one)).toEqual([created]));
  });

  test("an instance that has missed more than the log has loads everything, and says so", async () => {
    const redis = await startRedis(onTestFinished);
    const proxy = await startTcpProxy(redis.port);
    onTestFinished(() => proxy.close());
    const one = await start(redis);
    const two = await start({ url: `redis://127.0.0.1:${proxy.port}` });
    await send(one, "Before");
    const events = await follow(two);
    const wait = client(two).waitForMessages({ query: { subject: "missed", timeout: 60_000 } });
    proxy.cut();
    await vi.waitFor(async () => expect((await get(two, "/readyz")).status).toBe(503));
    await send(one, "Missed");
    await client(one).deleteMessage({ params: { id: (await readRows(one, "subject:before"))[0]?.id ?? "" } });
    await redis.client.xtrim("{mailglass:default}:changes", "MAXLEN", 1);
    proxy.restore();
    await vi.waitFor(async () => expect(await readRows(two)).toEqual(await readRows(one)));
    expect((await wait).items).toMatchObject([{ subject: "Missed" }]);
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: "resync", reason: "too-old" }));
  });

  test("a client of the stream continues on another instance", async () => {
    const redis = await startRedis(onTestFinished);
    const [one, two] = [await start(redis), await start(redis)];
    const events = await follow(one);
    await send(one, "Seen");
    await vi.waitFor(() => expect(added(events).map(({ subject }) => subject)).toEqual(["Seen"]));
    one.kill();
    await send(two, "Missed");
    const continued = await follow(two, `${events[0]?.instance}:${events.at(-1)?.seq}`);
    await vi.waitFor(() => expect(added(continued).map(({ subject }) => subject)).toEqual(["Missed"]));
  });

  test("limits are the lowest of all instances", async () => {
    const redis = await startRedis(onTestFinished);
    const one = await start(redis);
    for (const number of [1, 2, 3, 4]) await send(one, `Mail ${number}`);
    const two = await start(redis, "--max-messages", "2");
    for (const server of [one, two])
      await vi.waitFor(async () =>
        expect((await readRows(server)).map(({ subject }) => subject)).toEqual(["Mail 4", "Mail 3"]),
      );
    await send(one, "Mail 5");
    for (const server of [one, two])
      await vi.waitFor(async () =>
        expect((await readRows(server)).map(({ subject }) => subject)).toEqual(["Mail 5", "Mail 4"]),
      );
    const other = await start({ url: `${redis.url}?name=other` }, "--max-age", "1s");
    await send(other, "Old");
    await vi.waitFor(async () => expect(await readRows(other)).toEqual([]));
    expect(await readRows(two)).toHaveLength(2);
  });

  test("a user that may use the keys of one inbox only is enough; the password is in no log and no answer", async () => {
    const redis = await startRedis(onTestFinished);
    const name = "team-a";
    const rights = [">s3cret:/@", `~{mailglass:${name}}:*`, "resetchannels", "-@all"];
    const commands = ALLOWED_COMMANDS.map((command) => `+${command}`);
    expect(commands.length).toBeGreaterThan(20);
    await redis.client.call("ACL", "SETUSER", "mail", "on", ...rights, ...commands);
    const url = `redis://mail:s3cret%3A%2F%40@127.0.0.1:${redis.port}/0?name=${name}`;
    const server = await start({ url });
    await send(server, "Hello");
    const { undo = "" } = await client(server).deleteSelectedMessages({ body: { q: "hello", undoable: true } });
    await client(server).restoreMessages({ body: { undo } });
    await client(server).addFault({ body: { on: "mail", reply: "450 4.2.0 Later", chance: 0.5, times: 1 } });
    const sendUntilRefused = async () => {
      for (let attempt = 0; attempt < 100; attempt++) await send(server, "Refused");
    };
    await expect(sendUntilRefused()).rejects.toMatchObject({ responseCode: 450 });
    const info = JSON.stringify(await client(server).getInfo());
    expect(info).toContain(`redis://127.0.0.1:${redis.port}/0?name=${name}`);
    for (const text of [info, JSON.stringify(server.log), server.stderr()]) expect(text).not.toContain("s3cret");
    const keys = await redis.client.keys("*");
    expect(keys.filter((key) => !key.startsWith(`{mailglass:${name}}:`))).toEqual([]);
    const { code, errors } = await runMailglass([
      "--store",
      url.replace("s3cret", "wr0ng"),
      "--smtp-port",
      "0",
      "--http-port",
      "0",
    ]);
    expect([code, errors.trim().split("\n")]).toEqual([2, [expect.stringMatching(/cannot be used: WRONGPASS/)]]);
    expect(errors).not.toContain("wr0ng");
  });

  test.skipIf(!isInstalled("openssl", "version"))("rediss: is Redis over TLS", async () => {
    const folder = createTempFolder();
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    expect((await runProcess("openssl", [...request, "-keyout", key, "-out", cert, ...subject])).code).toBe(0);
    const redis = await startRedis(onTestFinished);
    await redis.client.config("SET", "tls-cert-file", cert, "tls-key-file", key, "tls-auth-clients", "no");
    const port = await findFreePort();
    await redis.client.config("SET", "tls-port", port);
    vi.stubEnv("NODE_EXTRA_CA_CERTS", cert);
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = await start({ url: `rediss://localhost:${port}` });
    await send(server, "Encrypted");
    expect(await readRows(server)).toMatchObject([{ subject: "Encrypted" }]);
    vi.unstubAllEnvs();
    const args = ["--store", `rediss://localhost:${port}`, "--smtp-port", "0", "--http-port", "0"];
    const { code, errors } = await runMailglass(args);
    expect([code, errors.trim().split("\n")]).toEqual([2, [expect.stringContaining("self-signed certificate")]]);
  });

  test("an unusable address is one line and exit code 2", async () => {
    const args = ["--store", "redis://jo:s3cret@localhost/0?db=1", "--smtp-port", "0", "--http-port", "0"];
    const { code, errors } = await runMailglass(args);
    expect([code, errors.trim().split("\n")]).toEqual([2, [expect.stringContaining("there is no parameter “db”")]]);
    expect(errors).not.toContain("s3cret");
  });

  test("what a newer version has written is left alone", async () => {
    const redis = await startRedis(onTestFinished);
    await redis.client.hset("{mailglass:default}:meta", {
      instance: "ABCDEFGHIJKL",
      seq: "5",
      bytes: "0",
      format: "2",
    });
    const { code, errors } = await runMailglass(["--store", redis.url, "--smtp-port", "0", "--http-port", "0"]);
    expect([code, errors.trim().split("\n")]).toEqual([2, [expect.stringContaining("newer Mailglass")]]);
    expect(await redis.client.keys("*")).toEqual(["{mailglass:default}:meta"]);
  });
});
