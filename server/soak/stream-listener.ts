import type { MessageSummary, StreamEvent } from "@mailglass/shared";
import { WebSocket } from "ws";
import { EventSource } from "./event-source.ts";
import { check, SoakFailure } from "./failure.ts";

/**
 * A reader of our own stream. It checks the order of the events, and builds a copy of the mailbox from them.
 *
 * After `hello` and `resync`, numbers have no gaps; only messages that exist are removed or changed.
 */
export class StreamListener {
  readonly name: string;
  /** Number of the last event. */
  seq = 0;
  /** The copy since the last `resync` or connection; undefined until it is set to what the server lists. */
  copy: Map<string, Pick<MessageSummary, "read">> | undefined;
  /** Ids of all messages that it received, and the number of `resync` events, since the last comparison. */
  readonly added = new Map<string, string>();
  resyncs = 0;
  events = 0;
  readonly allResyncs: string[] = [];
  #failure: SoakFailure | undefined;
  #greeted = false;
  /** Whether the connection continues after the last event of the previous one. */
  #isResumed = false;
  /** Number of the last event that is replayed. A replay omits events of messages that are gone. */
  #replayedUntil = 0;
  /** Number of the connection. Events that an older one still delivers are ignored; the next connection replays them. */
  #connection = 0;
  readonly #last: string[] = [];
  #close: () => void = () => {};

  constructor(name: string) {
    this.name = name;
  }

  /** Reads from a WebSocket. `pause` and `resume` make it a slow reader. */
  async openSocket(port: number, { resume = false } = {}): Promise<{ pause(): void; resume(): void }> {
    const { path, isCurrent } = this.#startConnection(resume);
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { maxPayload: 0 });
    this.#close = () => socket.terminate();
    socket.on("error", () => {});
    socket.on("message", (frame: Buffer) => {
      if (isCurrent()) this.#take(JSON.parse(frame.toString()) as StreamEvent[]);
    });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("close", reject));
    return { pause: () => socket.pause(), resume: () => socket.resume() };
  }

  /** Reads server-sent events. */
  async openEventSource(port: number, { resume = false } = {}): Promise<void> {
    const { path, isCurrent } = this.#startConnection(resume);
    const source = await EventSource.open(port, path, (data) => {
      if (isCurrent()) this.#take([JSON.parse(data) as StreamEvent]);
    });
    this.#close = () => source.close();
  }

  #startConnection(resume: boolean): { readonly path: string; isCurrent(): boolean } {
    const connection = ++this.#connection;
    this.#greeted = false;
    this.#isResumed = resume;
    return {
      path: resume ? `/api/stream?since=${this.seq}` : "/api/stream",
      isCurrent: () => connection === this.#connection,
    };
  }

  close(): void {
    this.#connection++;
    this.#close();
  }

  /** Number up to which it has received everything, or will by the replay in progress. */
  get position(): number {
    return Math.max(this.seq, this.#replayedUntil);
  }

  /** Fails if it has received a wrong event. */
  verify(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** An error in a socket's handler reaches no caller. */
  #take(events: readonly StreamEvent[]): void {
    try {
      for (const event of events) this.#event(event);
    } catch (error) {
      this.#failure ??= error instanceof SoakFailure ? error : new SoakFailure(String(error));
    }
  }

  #event(event: StreamEvent): void {
    this.events += 1;
    queueMicrotask(() => this.#last.push(`${event.type} ${event.seq}`) > 8 && this.#last.shift());
    if (!this.#greeted) {
      check(event.type === "hello", `${this.name}: the first event is ${event.type}`);
      this.#greeted = true;
      check(!this.#isResumed || event.seq >= this.seq, `${this.name}: hello ${event.seq} after ${this.seq}`);
      // Missed events are replayed.
      if (this.#isResumed) this.#replayedUntil = event.seq;
      else this.seq = event.seq;
      return;
    }
    if (event.type === "resync") {
      check(event.seq >= this.seq, `${this.name}: resync goes back from ${this.seq} to ${event.seq}`);
      this.seq = event.seq;
      this.resyncs += 1;
      this.allResyncs.push(event.reason);
      this.copy = undefined;
      return;
    }
    const isReplayed = event.seq > this.seq && event.seq <= this.#replayedUntil;
    check(
      isReplayed || event.seq === this.position + 1,
      `${this.name}: ${event.type} ${event.seq} follows ${this.#last.join(", ")}`,
    );
    this.seq = event.seq;
    this.#apply(event);
  }

  #apply(event: StreamEvent): void {
    const { copy } = this;
    switch (event.type) {
      case "message.added": {
        const { id, sender } = event.message;
        check(!this.added.has(id), `${this.name}: ${id} is added a second time`);
        this.added.set(id, sender);
        copy?.set(id, event.message);
        return;
      }
      case "message.changed":
        if (copy === undefined) return;
        // A replay omits a message that was evicted before its turn. Its changes may follow, and then its removal.
        if (copy.has(event.id)) copy.set(event.id, event);
        else check(this.#isResumed, `${this.name}: ${event.id} changes, and is not there`);
        return;
      case "message.removed":
        for (const id of event.ids) {
          if (copy === undefined) continue;
          const isKnown = copy.delete(id);
          check(isKnown || this.#isResumed, `${this.name}: ${id} is removed (${event.reason}), and was not there`);
        }
        return;
      case "message.restored":
        check(!copy?.has(event.message.id), `${this.name}: ${event.message.id} is restored, and was there`);
        copy?.set(event.message.id, event.message);
        return;
      case "mailbox.cleared":
        copy?.clear();
        return;
      case "hello":
        throw new SoakFailure(`${this.name}: a second hello`);
      case "session.opened":
      case "session.closed":
      case "faults.changed":
      case "resync":
        return;
    }
  }

  /** Returns how its copy differs from the server's list; undefined if it does not. */
  difference(listed: readonly MessageSummary[]): string | undefined {
    const { copy } = this;
    if (copy === undefined) return undefined;
    const ids = new Set(listed.map(({ id }) => id));
    const [surplus] = [...copy.keys()].filter((id) => !ids.has(id));
    if (surplus !== undefined) return `${this.name} has ${surplus}, which is not listed`;
    const wrong = listed.find(({ id, read }) => copy.get(id)?.read !== read);
    return wrong && `${this.name} and the list differ on ${wrong.id} of ${wrong.sender}`;
  }

  /** Starts a new round; the server's list is the new copy. */
  reset(listed: readonly MessageSummary[]): void {
    this.copy = new Map(listed.map((message) => [message.id, message]));
    this.added.clear();
    this.resyncs = 0;
  }
}
