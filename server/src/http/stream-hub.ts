import type { StreamEvent } from "@mailglass/shared";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { SharedBacklog } from "../mailbox/shared-backlog.ts";

/** The part of the log that reports readers that failed. */
interface ErrorLog {
  error(details: object, message: string): void;
}

/** Where a reader's events go. */
export interface Sink {
  /** Bytes that wait to be taken by the network. */
  readonly backlog: number;
  /** `frame` may be shared with other sinks. `taken` is called once the network took it. */
  send(frame: Frame, taken: () => void): void;
  ping(): void;
  /** Closes the connection at once. */
  close(): void;
}

/** A reader that would be further behind than this gets `resync` once it has caught up, not the events meanwhile. */
const MAX_BACKLOG = 4 * 1024 * 1024;
/** Characters of JSON that are replayed; reading the list anew is cheaper than more. */
const MAX_REPLAY = 4 * 1024 * 1024;
/** Bytes that may wait for all readers together, a frame that several wait for counted once. */
const MAX_TOTAL = 64 * 1024 * 1024;
/** Milliseconds for which sending may hold the event loop at a time; a write to a socket takes some 10 µs. */
const SLICE = 4;
/** Events that may wait to be sent; where more come, all readers get `resync` instead. */
const MAX_PENDING = 10_000;
const PING_EVERY = 30_000;

/** Some events as they are sent, written out once for all who read them in the same form. */
export class Frame {
  readonly events: readonly StreamEvent[];
  /** Bytes, about: characters of JSON. */
  readonly byteLength: number;
  /** Of each event. */
  readonly #jsons: readonly string[];
  #webSocket: Buffer | undefined;
  #eventStream: Buffer | undefined;

  constructor(events: readonly StreamEvent[], jsons: readonly string[] = events.map((event) => JSON.stringify(event))) {
    this.events = events;
    this.#jsons = jsons;
    this.byteLength = jsons.reduce((sum, json) => sum + json.length, 0);
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

/**
 * Readers of the stream. While there are any, the hub is subscribed to the mailbox. Events are serialised once and sent
 * in slices of the event loop's time; those that come meanwhile are the next frame. A reader that throws is closed and
 * reported, and nothing of that reaches the mailbox or other readers.
 */
export class StreamHub {
  readonly #mailbox: Mailbox;
  readonly #version: string;
  readonly #log: ErrorLog;
  readonly #readers = new Set<Reader>();
  readonly #backlog = new SharedBacklog<Reader>();
  #leaveMailbox: (() => void) | undefined;
  #pings: ReturnType<typeof setInterval> | undefined;
  #pending: StreamEvent[] = [];
  /** The frame that is being sent, and the readers that it was not sent to yet. */
  #sending: { readonly frame: Frame; readonly readers: Iterator<Reader> } | undefined;

  constructor(mailbox: Mailbox, version: string, log: ErrorLog) {
    this.#mailbox = mailbox;
    this.#version = version;
    this.#log = log;
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
    const reader = new Reader(sink, this.#mailbox, this.#backlog);
    if (this.#readers.size === 0) this.#listen();
    this.#readers.add(reader);
    this.#guard(reader, () => {
      const { seq, instance: ours } = this.#mailbox;
      reader.send(new Frame([{ type: "hello", seq, instance: ours, version: this.#version }]));
      if (since !== undefined) this.#replay(reader, since, instance);
    });
    return () => this.#remove(reader);
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
      if (this.#pending.length + events.length <= MAX_PENDING) this.#pending.push(...events);
      else this.#pending = [{ type: "resync", seq: this.#mailbox.seq, reason: "flood" }];
      if (this.#sending === undefined) this.#send();
    });
    this.#pings = setInterval(() => {
      for (const reader of this.#readers) this.#guard(reader, () => reader.sink.ping());
    }, PING_EVERY);
    this.#pings.unref();
  }

  /** Sends for one slice. What is left is sent in later turns of the event loop. */
  readonly #send = (): void => {
    const end = performance.now() + SLICE;
    do {
      if (this.#sending === undefined) {
        if (this.#pending.length === 0) return;
        const frame = new Frame(this.#pending);
        this.#pending = [];
        this.#sending = { frame, readers: this.#readers.values() };
      }
      const { frame, readers } = this.#sending;
      const next = readers.next();
      if (next.done) this.#sending = undefined;
      else this.#guard(next.value, () => next.value.take(frame));
    } while (performance.now() < end);
    setImmediate(this.#send);
  };

  /** Does something for a reader, and closes the reader where that fails. */
  #guard(reader: Reader, action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#log.error({ err: error }, "a reader of the stream failed and was dropped");
      this.#drop(reader);
    }
    while (this.#backlog.total > MAX_TOTAL) {
      const slowest = this.#backlog.slowest();
      if (slowest === undefined) return;
      this.#drop(slowest);
    }
  }

  /** The reader is free to connect again, and to have what it missed replayed. */
  #drop(reader: Reader): void {
    this.#remove(reader);
    try {
      reader.sink.close();
    } catch {
      // Its connection is broken already.
    }
  }

  #remove(reader: Reader): void {
    this.#backlog.drop(reader);
    if (this.#readers.delete(reader) && this.#readers.size === 0) this.close();
  }

  close(): void {
    this.#leaveMailbox?.();
    this.#leaveMailbox = undefined;
    this.#pending = [];
    clearInterval(this.#pings);
  }
}

/** One who reads the stream, and how far it was told. */
class Reader {
  readonly sink: Sink;
  readonly #mailbox: Mailbox;
  readonly #backlog: SharedBacklog<Reader>;
  #seq: number;
  #behind = false;

  constructor(sink: Sink, mailbox: Mailbox, backlog: SharedBacklog<Reader>) {
    this.sink = sink;
    this.#mailbox = mailbox;
    this.#backlog = backlog;
    this.#seq = mailbox.seq;
  }

  /** What it was told already (by a replay) is left out, and all while it is behind. */
  take(frame: Frame): void {
    if (this.#behind) return;
    if (this.sink.backlog + frame.byteLength > MAX_BACKLOG) {
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
    this.#backlog.add(this, frame);
    this.sink.send(frame, () => {
      this.#backlog.taken(this, frame);
      this.#taken();
    });
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
