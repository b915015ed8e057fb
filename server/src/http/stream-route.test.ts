import { createConnection } from "node:net";
import type { StreamEvent } from "@mailglass/shared";
import { openStream, type Stream, type StreamState } from "@mailglass/shared/client";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  createTestServer,
  type ListeningServer,
  mailSource,
  startTestServer,
  storeMessage,
} from "../../test/support/test-http-server.ts";

/** A reader that collects its events. */
function listen(server: ListeningServer, options: { since?: number; instance?: string } = {}) {
  const events: StreamEvent[] = [];
  const states: StreamState["type"][] = [];
  const stream = server.client.openStream({
    ...options,
    onEvents: (some) => events.push(...some),
    onState: ({ type }) => states.push(type),
    backoff: { first: 1, max: 10 },
  });
  onTestFinished(() => stream.close());
  const subjects = () => events.flatMap((event) => (event.type === "message.added" ? [event.message.subject] : []));
  const until = (type: StreamEvent["type"]) =>
    vi.waitFor(() => expect(events.map((event) => event.type)).toContain(type));
  return { events, states, stream, subjects, until };
}

test("hello is first, then events follow in order", async () => {
  await using server = await startTestServer();
  const { events, until } = listen(server);
  await until("hello");
  const { id } = storeMessage(server.mailbox, mailSource("One"));
  await server.client.markMessage({ params: { id }, body: { read: true, tags: ["a"] } });
  await server.client.deleteMessage({ params: { id } });
  await server.client.deleteMessages();
  await until("message.removed");
  expect(events).toMatchObject([
    { type: "hello", instance: server.mailbox.instance, version: "0.0.0-test" },
    { type: "message.added", message: { id, subject: "One" } },
    { type: "message.changed", id, read: true, tags: ["a"] },
    { type: "message.removed", ids: [id], reason: "deleted" },
  ]);
  const numbers = events.slice(1).map(({ seq }) => seq);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
});

test("reading the list, then the stream from there, gives every message once", async () => {
  await using server = await startTestServer();
  for (let n = 0; n < 5; n++) storeMessage(server.mailbox, mailSource(`Before ${n}`));
  const list = await server.client.listMessages();
  for (let n = 0; n < 5; n++) storeMessage(server.mailbox, mailSource(`Between ${n}`));
  const { subjects, until } = listen(server, { since: list.seq, instance: list.instance });
  await until("hello");
  for (let n = 0; n < 5; n++) storeMessage(server.mailbox, mailSource(`After ${n}`));
  await vi.waitFor(() => expect(subjects()).toContain("After 4"));
  expect(subjects()).toEqual(
    [0, 1, 2, 3, 4].map((n) => `Between ${n}`).concat([0, 1, 2, 3, 4].map((n) => `After ${n}`)),
  );
});

test("a connection that is lost is made again, and nothing is lost or doubled", async () => {
  await using server = await startTestServer();
  const { subjects, states, until } = listen(server);
  await until("hello");
  const wanted: string[] = [];
  for (let round = 0; round < 5; round++) {
    const opened = states.filter((state) => state === "open").length;
    for (let n = 0; n < 20; n++) {
      wanted.push(`${round}.${n}`);
      storeMessage(server.mailbox, mailSource(`${round}.${n}`));
      if (n === 10) for (const socket of server.sockets) socket.destroy();
    }
    await vi.waitFor(() => expect(states.filter((state) => state === "open").length).toBeGreaterThan(opened));
  }
  await vi.waitFor(() => expect(subjects()).toHaveLength(wanted.length));
  expect(subjects()).toEqual(wanted);
});

test("a restarted server sends resync, and continues from there", async () => {
  await using server = await startTestServer();
  storeMessage(server.mailbox, mailSource("Unseen"));
  const { events, subjects, until } = listen(server, { since: 12_345, instance: "another1234" });
  await until("resync");
  expect(events[1]).toEqual({ type: "resync", seq: server.mailbox.seq, reason: "restarted" });
  storeMessage(server.mailbox, mailSource("Seen"));
  await vi.waitFor(() => expect(subjects()).toEqual(["Seen"]));
});

test("resync replaces events that are no longer available", async () => {
  await using server = await startTestServer();
  for (let n = 0; n < 25_000; n++) storeMessage(server.mailbox, Buffer.from("\r\n"));
  const { events, until } = listen(server, { since: 1, instance: server.mailbox.instance });
  await until("resync");
  expect(events[1]).toMatchObject({ type: "resync", reason: "too-old" });
});

test("a reader that does not read gets resync, and costs no more than a bounded backlog", async () => {
  await using server = await startTestServer();
  const { port } = server.url;
  const socket = createConnection(Number(port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.write("GET /api/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
  await new Promise((resolve) => socket.once("data", resolve));
  socket.pause();
  // 40 MB of events for somebody who sleeps.
  const { id } = storeMessage(server.mailbox, mailSource("Marked"));
  for (let n = 0; n < 400; n++) {
    await server.mailbox.mark(id, { tags: [`${n}`.padEnd(100_000, "x")] });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const connections = await new Promise<number>((resolve) =>
    server.app.server.getConnections((_, count) => resolve(count)),
  );
  expect(connections).toBe(1);
  let text = "";
  socket.setEncoding("utf8").on("data", (data: string) => {
    text += data;
  });
  socket.resume();
  // The text is not part of the assertion: a message with megabytes of it takes longer than reading it.
  await vi.waitFor(() => expect(text.includes('"reason":"slow-reader"')).toBe(true));
  expect(text.match(/"type":"message.changed"/g)?.length).toBeLessThan(300);
  storeMessage(server.mailbox, mailSource("Awake again"));
  await vi.waitFor(() => expect(text.includes("Awake again")).toBe(true));
});

test("server-sent events have the same content, and a reconnecting browser resumes at its position", async () => {
  await using server = await startTestServer();
  storeMessage(server.mailbox, mailSource("First"));
  storeMessage(server.mailbox, mailSource("Second"));
  const ask = async (headers: Record<string, string>) => {
    const stop = new AbortController();
    const answer = await fetch(new URL("/api/stream", server.url), {
      headers: { accept: "text/event-stream", ...headers },
      signal: stop.signal,
    });
    expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    let text = "";
    const reading = (async () => {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    return { text: () => text, stop: async () => (stop.abort(), reading) };
  };
  const again = await ask({ "last-event-id": `${server.mailbox.instance}:1` });
  await vi.waitFor(() => expect(again.text()).toContain("Second"));
  expect(again.text()).not.toContain("First");
  expect(again.text()).toMatch(new RegExp(`^id: ${server.mailbox.instance}:2\ndata: {"type":"hello"`));
  await again.stop();
});

test("a request for neither a WebSocket nor an event stream is refused", async () => {
  await using server = await createTestServer();
  const answer = await server.app.inject({ url: "/api/stream", headers: { accept: "application/json" } });
  expect(answer.statusCode).toBe(406);
  expect((await server.app.inject("/api/stream?since=x")).statusCode).toBe(400);
});

test("a closed client does not reconnect", async () => {
  await using server = await startTestServer();
  const { states, stream, until } = listen(server);
  await until("hello");
  stream.close();
  await vi.waitFor(() => expect(server.sockets.size).toBe(0));
  expect(states.at(-1)).toBe("closed");
  expect(states).not.toContain("lost");
});

test("a client waits longer after each failure, and retries at once on request", async () => {
  const states: StreamState[] = [];
  let made = 0;
  class Refused extends EventTarget {
    constructor() {
      super();
      made++;
      setImmediate(() => this.dispatchEvent(new Event("close")));
    }
    close() {}
  }
  const stream: Stream = openStream({
    url: new URL("http://localhost:1/api/stream"),
    onEvents: () => expect.unreachable(),
    onState: (state) => states.push(state),
    WebSocket: Refused as unknown as typeof WebSocket,
    backoff: { first: 1_000_000, max: 2_000_000 },
  });
  await vi.waitFor(() => expect(states.at(-1)?.type).toBe("lost"));
  stream.retry();
  expect(made).toBe(2);
  await vi.waitFor(() => expect(states.filter(({ type }) => type === "lost")).toHaveLength(2));
  stream.close();
  stream.retry();
  expect(made).toBe(2);
});

/** A WebSocket that a proxy blocks: it closes before the first event. */
class BlockedWebSocket extends WebSocket {
  constructor() {
    super("ws://127.0.0.1:1/");
  }
}

/** As much of the browser's EventSource as the client uses. */
class FetchedEventSource extends EventTarget {
  readonly #abort = new AbortController();

  constructor(url: URL) {
    super();
    void this.#read(url);
  }

  async #read(url: URL): Promise<void> {
    try {
      const { body } = await fetch(url, { headers: { accept: "text/event-stream" }, signal: this.#abort.signal });
      let pending = "";
      for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const blocks = (pending + text).split("\n\n");
        pending = blocks.pop() ?? "";
        for (const block of blocks) {
          const [, data] = /^data: (.*)$/m.exec(block) ?? [];
          if (data !== undefined) this.dispatchEvent(new MessageEvent("message", { data }));
        }
      }
    } catch {
      // Reported below.
    }
    if (!this.#abort.signal.aborted) this.dispatchEvent(new Event("error"));
  }

  close(): void {
    this.#abort.abort();
  }
}

/** Fails like a response that a proxy refuses. */
class BlockedEventSource extends EventTarget {
  constructor() {
    super();
    queueMicrotask(() => this.dispatchEvent(new Event("error")));
  }
  close(): void {}
}

test.each([
  ["events", FetchedEventSource],
  ["polling", BlockedEventSource],
] as const)(
  "where WebSockets are blocked, the client gets events by %s, also after a loss",
  async (transport, Source) => {
    await using server = await startTestServer();
    const events: StreamEvent[] = [];
    const states: StreamState[] = [];
    const stream = openStream({
      url: new URL("/api/stream", server.client.url),
      WebSocket: BlockedWebSocket,
      EventSource: Source as unknown as typeof EventSource,
      poll: () => server.client.listMessages({ query: { limit: 0 } }),
      pollInterval: 5,
      onEvents: (some) => events.push(...some),
      onState: (state) => states.push(state),
      backoff: { first: 1, max: 10 },
    });
    onTestFinished(() => stream.close());
    const opened = () => states.filter((state) => state.type === "open");
    await vi.waitFor(() => expect(opened()).toEqual([{ type: "open", transport }]));
    const isReported = (count: number) =>
      vi.waitFor(() =>
        expect(events.filter(({ type }) => type === "message.added" || type === "resync").length).toBe(count),
      );
    storeMessage(server.mailbox, mailSource("One"));
    await isReported(1);
    if (transport === "polling") return;
    for (const socket of server.sockets) socket.destroy();
    await vi.waitFor(() => expect(opened()).toHaveLength(2));
    storeMessage(server.mailbox, mailSource("Two"));
    await isReported(2);
  },
);

test("a WebSocket that never gets its first event is given up", async () => {
  await using server = await startTestServer();
  class SilentWebSocket extends EventTarget {
    close(): void {}
  }
  const transports: string[] = [];
  const stream = openStream({
    url: new URL("/api/stream", server.client.url),
    WebSocket: SilentWebSocket as unknown as typeof WebSocket,
    poll: () => server.client.listMessages({ query: { limit: 0 } }),
    openTimeout: 10,
    onEvents: () => undefined,
    onState: (state) => state.type === "open" && transports.push(state.transport),
  });
  onTestFinished(() => stream.close());
  await vi.waitFor(() => expect(transports).toEqual(["polling"]));
});
