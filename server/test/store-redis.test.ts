import nodemailer from "nodemailer";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type ChildServer, startChildServer } from "./support/child-server.ts";
import { hasRedis, type RedisServer, startRedis } from "./support/redis-server.ts";

// Several built servers that share one inbox in Redis.

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
});
