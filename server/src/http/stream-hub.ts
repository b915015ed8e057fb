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
      if (since === undefined) return;
      if (instance !== undefined && instance !== ours) reader.resync("restarted");
      else if (instance === undefined && since > seq) reader.resync("restarted");
      else void this.#replay(reader, since);
    });
    return () => this.#remove(reader);
  }

  /** Sends what the reader missed. Events that are told meanwhile are sent to it afterwards. Never rejects. */
  async #replay(reader: Reader, since: number): Promise<void> {
    const events: StreamEvent[] = [];
    const jsons: string[] = [];
    let length = 0;
    reader.hold();
    const replayed = this.#mailbox.replay(since, (event) => {
      const json = JSON.stringify(event);
      length += json.length;
      events.push(event);
      jsons.push(json);
      return length <= MAX_REPLAY && this.#readers.has(reader);
    });
    const isComplete = await replayed.catch((error: unknown) => {
      this.#log.error({ err: error }, "events could not be replayed");
      return false;
    });
    if (!this.#readers.has(reader)) return;
    this.#guard(reader, () => reader.release(isComplete ? new Frame(events, jsons) : undefined));
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
  /** What was told while a replay is made, to be sent after it; undefined while there is none. */
  #held: Frame[] | undefined;
  #heldBytes = 0;

  constructor(sink: Sink, mailbox: Mailbox, backlog: SharedBacklog<Reader>) {
    this.sink = sink;
    this.#mailbox = mailbox;
    this.#backlog = backlog;
    this.#seq = mailbox.seq;
  }

  /** What it was told already (by a replay) is left out, and all while it is behind. */
  take(frame: Frame): void {
    if (this.#behind) return;
    if (this.#held !== undefined) {
      this.#hold(frame, this.#held);
      return;
    }
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

  /** From here on frames are kept back until `release`. */
  hold(): void {
    this.#held = [];
  }

  #hold(frame: Frame, held: Frame[]): void {
    this.#heldBytes += frame.byteLength;
    if (this.#heldBytes <= MAX_BACKLOG) held.push(frame);
    else this.#behind = true;
  }

  /** Sends what it missed before it joined, then what was kept back; undefined where it has to read everything again. */
  release(missed: Frame | undefined): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    if (missed === undefined || this.#behind) {
      this.#behind = false;
      this.resync("too-old");
      return;
    }
    if (missed.events.length > 0) this.send(missed);
    // The newest of it may be on its way to all readers still.
    this.#seq = Math.max(this.#seq, missed.events.at(-1)?.seq ?? 0);
    for (const frame of held) this.take(frame);
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
