import type { StreamEvent } from "@mailglass/shared";
import type { Mailbox } from "../mailbox/mailbox.ts";

/** Where a reader's events go. */
export interface Sink {
  /** Bytes that wait to be taken by the network. */
  readonly backlog: number;
  /** `frame` may be shared with other sinks. `taken` is called once the network took it. */
  send(frame: Frame, taken: () => void): void;
  ping(): void;
}

/** A reader that would be further behind than this gets `resync` once it has caught up, not the events meanwhile. */
const MAX_BACKLOG = 4 * 1024 * 1024;
/** Characters of JSON that are replayed; reading the list anew is cheaper than more. */
const MAX_REPLAY = 4 * 1024 * 1024;
const PING_EVERY = 30_000;

/** Some events as they are sent, written out once for all who read them in the same form. */
export class Frame {
  readonly events: readonly StreamEvent[];
  /** Of each event. */
  readonly #jsons: readonly string[];
  #webSocket: Buffer | undefined;
  #eventStream: Buffer | undefined;

  constructor(events: readonly StreamEvent[], jsons: readonly string[] = events.map((event) => JSON.stringify(event))) {
    this.events = events;
    this.#jsons = jsons;
  }

  /** Characters, about. */
  get size(): number {
    return this.#jsons.reduce((sum, json) => sum + json.length, 0);
  }

  /** The later part of it, after this number. */
  after(seq: number): Frame {
    const start = this.events.findIndex((event) => event.seq > seq);
    return start === 0 ? this : new Frame(this.events.slice(start), this.#jsons.slice(start));
  }

  /** One text frame: an array of events. */
  get webSocket(): Buffer {
    this.#webSocket ??= Buffer.from(`[${this.#jsons.join(",")}]`);
    return this.#webSocket;
  }

  /** One server-sent event each (HTML §9.2). The id brings a browser that reconnects back to its place. */
  eventStream(instance: string): Buffer {
    this.#eventStream ??= Buffer.from(
      this.#jsons.map((json, at) => `id: ${instance}:${this.events[at]?.seq}\ndata: ${json}\n\n`).join(""),
    );
    return this.#eventStream;
  }
}

/** Readers of the stream; listens to the mailbox only while there are any. */
export class StreamHub {
  readonly #mailbox: Mailbox;
  readonly #version: string;
  readonly #readers = new Set<Reader>();
  #leaveMailbox: (() => void) | undefined;
  #pings: ReturnType<typeof setInterval> | undefined;

  constructor(mailbox: Mailbox, version: string) {
    this.#mailbox = mailbox;
    this.#version = version;
  }

  get size(): number {
    return this.#readers.size;
  }

  /**
   * Sends hello, then what came after `since` if it is of this instance, then what comes.
   *
   * @returns the way to stop it
   */
  join(sink: Sink, since: number | undefined, instance: string | undefined): () => void {
    const reader = new Reader(sink, this.#mailbox);
    if (this.#readers.size === 0) this.#listen();
    this.#readers.add(reader);
    const { seq } = this.#mailbox;
    reader.send(new Frame([{ type: "hello", seq, instance: this.#mailbox.instance, version: this.#version }]));
    if (since !== undefined) this.#replay(reader, since, instance);
    return () => {
      if (this.#readers.delete(reader) && this.#readers.size === 0) this.close();
    };
  }

  #replay(reader: Reader, since: number, instance: string | undefined): void {
    if (instance !== undefined && instance !== this.#mailbox.instance) {
      reader.resync("restarted");
      return;
    }
    const missed = this.#mailbox.eventsSince(since);
    const jsons = missed && jsonsWithin(missed, MAX_REPLAY);
    if (jsons === undefined)
      reader.resync(instance === undefined && since > this.#mailbox.seq ? "restarted" : "too-old");
    else if (jsons.length > 0) reader.replay(new Frame(missed ?? [], jsons));
  }

  #listen(): void {
    this.#leaveMailbox = this.#mailbox.subscribe((events) => {
      const frame = new Frame(events);
      for (const reader of this.#readers) reader.take(frame);
    });
    this.#pings = setInterval(() => {
      for (const { sink } of this.#readers) sink.ping();
    }, PING_EVERY);
    this.#pings.unref();
  }

  close(): void {
    this.#leaveMailbox?.();
    this.#leaveMailbox = undefined;
    clearInterval(this.#pings);
  }
}

/** One who reads the stream, and how far it was told. */
class Reader {
  readonly sink: Sink;
  readonly #mailbox: Mailbox;
  #seq: number;
  #behind = false;

  constructor(sink: Sink, mailbox: Mailbox) {
    this.sink = sink;
    this.#mailbox = mailbox;
    this.#seq = mailbox.seq;
  }

  /** What it was told already (by a replay) is left out, and all while it is behind. */
  take(frame: Frame): void {
    if (this.#behind) return;
    if (this.sink.backlog + frame.size > MAX_BACKLOG) {
      this.#behind = true;
      // With nothing under way, nothing would wake it later.
      this.#taken();
      return;
    }
    const last = frame.events.at(-1)?.seq ?? 0;
    if (last <= this.#seq) return;
    this.send(frame.after(this.#seq));
    this.#seq = last;
  }

  /** What it missed; the newest of it may be on its way to all readers still. */
  replay(frame: Frame): void {
    this.send(frame);
    this.#seq = Math.max(this.#seq, frame.events.at(-1)?.seq ?? 0);
  }

  send(frame: Frame): void {
    this.sink.send(frame, this.#taken);
  }

  resync(reason: Extract<StreamEvent, { type: "resync" }>["reason"]): void {
    this.#seq = this.#mailbox.seq;
    this.send(new Frame([{ type: "resync", seq: this.#seq, reason }]));
  }

  readonly #taken = (): void => {
    if (!this.#behind || this.sink.backlog > MAX_BACKLOG / 2) return;
    this.#behind = false;
    this.resync("slow-reader");
  };
}

function jsonsWithin(events: readonly StreamEvent[], limit: number): string[] | undefined {
  const jsons: string[] = [];
  let length = 0;
  for (const event of events) {
    const json = JSON.stringify(event);
    length += json.length;
    if (length > limit) return undefined;
    jsons.push(json);
  }
  return jsons;
}
