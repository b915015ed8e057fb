import type { MessageSummary } from "@mailglass/shared";
import { CompatListener } from "./compat-listener.ts";
import { check, untilNothing } from "./failure.ts";
import { keyOf } from "./model.ts";
import type { Choices } from "./random.ts";
import { StreamListener } from "./stream-listener.ts";
import type { World } from "./world.ts";

/** All listeners of the mailbox: some for the whole run, one of them slow, and some for a short time. */
export class Audience {
  readonly #world: World;
  readonly #stream = [
    "WebSocket",
    "slow WebSocket",
    "event source",
    "reconnecting WebSocket",
    "reconnecting event source",
  ].map((name) => new StreamListener(name));
  #compat: CompatListener[] = [];
  #slow: { pause(): void; resume(): void } | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** How often listeners received `resync`. */
  get resyncs(): string {
    return this.#stream.map(({ allResyncs }) => allResyncs.length).join("+");
  }

  get events(): number {
    return this.#stream.reduce((sum, { events }) => sum + events, 0);
  }

  async open(): Promise<void> {
    const { httpPort } = this.#world.server;
    const [socket, slow, source, reconnectingSocket, reconnectingSource] = this.#stream;
    await socket?.openSocket(httpPort);
    this.#slow = await slow?.openSocket(httpPort);
    await source?.openEventSource(httpPort);
    await reconnectingSocket?.openSocket(httpPort);
    await reconnectingSource?.openEventSource(httpPort);
    for (const listener of this.#stream) listener.reset([]);
    await this.#openCompat();
  }

  /** The server disconnects slow listeners of these APIs, so they connect again in each round. */
  async #openCompat(): Promise<void> {
    const { httpPort } = this.#world.server;
    for (const listener of this.#compat) listener.close();
    const [hog, hogEvents, pit] = ["MailHog WebSocket", "MailHog event source", "Mailpit WebSocket"].map(
      (name) => new CompatListener(name),
    );
    await hog?.openSocket(httpPort, "/api/v2/websocket");
    await hogEvents?.openEventSource(httpPort);
    await pit?.openSocket(httpPort, "/api/events");
    this.#compat = [hog, hogEvents, pit].filter((listener) => listener !== undefined);
  }

  /** Pauses the slow listener for a while. */
  async dawdle(choices: Choices): Promise<void> {
    this.#slow?.pause();
    await new Promise((resolve) => setTimeout(resolve, choices.between(100, 2_000)));
    this.#slow?.resume();
  }

  /** A listener loses its connection, and continues later: what it missed is replayed, or it has to read the list. */
  async reconnect(choices: Choices): Promise<void> {
    const { httpPort } = this.#world.server;
    const [, , , socket, source] = this.#stream;
    const isSocket = choices.percent(50);
    const listener = isSocket ? socket : source;
    listener?.close();
    await new Promise((resolve) => setTimeout(resolve, choices.pick([0, 50, 500, choices.between(0, 3_000)])));
    this.#world.history.note(`${listener?.name} goes on behind ${listener?.seq}`);
    if (isSocket) await socket?.openSocket(httpPort, { resume: true });
    else await source?.openEventSource(httpPort, { resume: true });
  }

  /** Connects a listener for a moment, and ends the connection without closing it. */
  async comeAndGo(choices: Choices): Promise<void> {
    const { httpPort } = this.#world.server;
    const native = new StreamListener("passing WebSocket");
    const other = new CompatListener("passing listener");
    await native.openSocket(httpPort);
    await other.openSocket(httpPort, choices.pick(["/api/v2/websocket", "/api/events"]));
    await new Promise((resolve) => setTimeout(resolve, choices.between(0, 500)));
    native.close();
    other.close();
    native.verify();
    other.verify();
  }

  /** Fails if any listener has received a wrong event. */
  verify(): void {
    for (const listener of [...this.#stream, ...this.#compat]) listener.verify();
  }

  /** Compares the list of a quiet server with what all listeners received in this round, and begins a new round. */
  async compare(listed: readonly MessageSummary[]): Promise<void> {
    await this.#caughtUp();
    await untilNothing("events", async () => {
      this.verify();
      return this.#stream.map((listener) => listener.difference(listed)).find((text) => text !== undefined);
    });
    for (const { name, added } of this.#stream)
      for (const sender of added.values()) {
        const message = this.#world.model.message(keyOf(sender) ?? Number.NaN);
        check(
          message !== undefined && message.status !== "refused",
          `${name} received a message from ${sender}, which is ${message?.status ?? "unknown"}`,
        );
      }
    const [witness] = this.#stream;
    if (witness?.resyncs === 0)
      for (const listener of this.#compat) await this.#compareCompat(listener, witness, listed);
    for (const listener of this.#stream) listener.reset(listed);
    await this.#openCompat();
  }

  /** Waits until all listeners have received all events. */
  async #caughtUp(): Promise<void> {
    const newest = new StreamListener("newest");
    await newest.openSocket(this.#world.server.httpPort);
    await untilNothing("the stream", async () => {
      this.verify();
      const late = this.#stream.find(({ position }) => newest.seq === 0 || position < newest.seq);
      return late && `${late.name} is at ${late.position}, the mailbox at ${newest.seq}`;
    });
    newest.close();
  }

  /** Checks that a listener whose connection was not closed received every message of this round that still exists. */
  async #compareCompat(
    listener: CompatListener,
    { added }: StreamListener,
    listed: readonly MessageSummary[],
  ): Promise<void> {
    await untilNothing("events", async () => {
      listener.verify();
      if (!listener.isOpen) return undefined;
      const missing = listed.find(({ id }) => added.has(id) && !listener.ids.has(id));
      return missing && `${listener.name} did not receive ${missing.id} of ${missing.sender}, ${missing.size} bytes`;
    });
    for (const id of listener.ids) check(added.has(id), `${listener.name} received ${id}, which never arrived`);
    const inOrder = [...added.keys()].filter((id) => listener.ids.has(id));
    check(
      inOrder.join() === [...listener.ids].join(),
      `${listener.name} received messages in another order than the stream`,
    );
  }

  close(): void {
    for (const listener of [...this.#stream, ...this.#compat]) listener.close();
  }
}
