import type { StreamEvent } from "@mailglass/shared";
import { loadReaders } from "../mail/worker/load-readers.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { SharedBacklog } from "../mailbox/shared-backlog.ts";

/** The part of the log that reports failed readers. */
interface ErrorLog {
  error(details: object, message: string): void;
}

/** Receives a reader's events. */
export interface StreamSink {
  /** Bytes that wait for the network. */
  readonly backlogBytes: number;
  /** Sends a frame, which may be shared with other sinks. `onSent` is called once it was handed to the network. */
  send(frame: EventFrame, onSent: () => void): void;
  ping(): void;
  /** Closes the connection immediately. */
  close(): void;
}

/**
 * Maximum backlog of a reader. A reader further behind gets `resync` once it has caught up, instead of the events it
 * missed.
 */
const MAX_BACKLOG_BYTES = 4 * 1024 * 1024;
/** Maximum characters of JSON that are replayed; beyond this, reading the list again is cheaper. */
const MAX_REPLAY_LENGTH = 4 * 1024 * 1024;
/** Milliseconds for which sending may hold the event loop at a time; one write to a socket takes about 10 µs. */
const SLICE_MS = 2;
/** Maximum events that may wait to be sent. Beyond this, all readers get `resync` instead. */
const MAX_PENDING_EVENTS = 10_000;
const PING_INTERVAL_MS = 30_000;

/** Events to send, serialized once for all readers of the same format. */
export class EventFrame {
  readonly events: readonly StreamEvent[];
  /** Approximate bytes (characters of JSON). */
  readonly byteLength: number;
  /** JSON of each event. */
  readonly #eventJsons: readonly string[];
  #webSocketMessage: Buffer | undefined;
  #serverSentEvents: Buffer | undefined;

  constructor(events: readonly StreamEvent[], jsons: readonly string[] = events.map((event) => JSON.stringify(event))) {
    this.events = events;
    this.#eventJsons = jsons;
    this.byteLength = jsons.reduce((sum, json) => sum + json.length, 0);
  }

  /** Returns a frame of the events after this number. */
  eventsAfter(seq: number): EventFrame {
    const start = this.events.findIndex((event) => event.seq > seq);
    return start === 0 ? this : new EventFrame(this.events.slice(start), this.#eventJsons.slice(start));
  }

  /** One text frame: an array of events. */
  get asWebSocketMessage(): Buffer {
    this.#webSocketMessage ??= Buffer.from(`[${this.#eventJsons.join(",")}]`);
    return this.#webSocketMessage;
  }

  /** One server-sent event each (HTML §9.2). The id lets a reconnecting browser resume at its position. */
  asServerSentEvents(instance: string): Buffer {
    this.#serverSentEvents ??= Buffer.from(
      this.#eventJsons.map((json, at) => `id: ${instance}:${this.events[at]?.seq}\ndata: ${json}\n\n`).join(""),
    );
    return this.#serverSentEvents;
  }
}

/**
 * Distributes events to the readers of the stream. While there are readers, the hub is subscribed to the mailbox.
 * Events are serialized once and sent in time slices; events that arrive meanwhile form the next frame. A reader that
 * throws is closed and logged; the mailbox and the other readers are not affected.
 */
export class StreamHub {
  readonly #mailbox: Mailbox;
  readonly #version: string;
  readonly #log: ErrorLog;
  readonly #maxTotalBytes: number;
  readonly #readers = new Set<StreamReader>();
  readonly #backlog = new SharedBacklog<StreamReader>();
  #unsubscribe: (() => void) | undefined;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #pending: StreamEvent[] = [];
  /** The frame that is being sent, and the readers that have not received it yet. */
  #sending: { readonly frame: EventFrame; readonly readers: Iterator<StreamReader> } | undefined;

  /** @param maxTotalBytes what may wait for all readers together; a frame shared by several readers counts once */
  constructor(mailbox: Mailbox, version: string, log: ErrorLog, maxTotalBytes: number) {
    this.#mailbox = mailbox;
    this.#version = version;
    this.#log = log;
    this.#maxTotalBytes = maxTotalBytes;
  }

  get readerCount(): number {
    return this.#readers.size;
  }

  /**
   * Sends hello, then the events after `since` if they are of this instance, then new events.
   *
   * @returns a function that unsubscribes the reader
   */
  join(sink: StreamSink, since: number | undefined, instance: string | undefined): () => void {
    const reader = new StreamReader(sink, this.#mailbox, this.#backlog);
    if (this.#readers.size === 0) this.#subscribe();
    this.#readers.add(reader);
    this.#runFor(reader, () => {
      const { seq, instance: ours } = this.#mailbox;
      reader.send(new EventFrame([{ type: "hello", seq, instance: ours, version: this.#version }]));
      if (since === undefined) return;
      if (instance !== undefined && instance !== ours) reader.resync("restarted");
      else if (instance === undefined && since > seq) reader.resync("restarted");
      else void this.#replay(reader, since);
    });
    return () => this.#remove(reader);
  }

  /**
   * Sends the events that the reader missed. Events that arrive meanwhile are sent to it afterwards. Never rejects.
   */
  async #replay(reader: StreamReader, since: number): Promise<void> {
    const events: StreamEvent[] = [];
    const jsons: string[] = [];
    let length = 0;
    reader.hold();
    const replayed = this.#mailbox.replay(since, (event) => {
      const json = JSON.stringify(event);
      length += json.length;
      events.push(event);
      jsons.push(json);
      return length <= MAX_REPLAY_LENGTH && this.#readers.has(reader);
    });
    const isComplete = await replayed.catch((error: unknown) => {
      this.#log.error({ err: error }, "events could not be replayed");
      return false;
    });
    if (!this.#readers.has(reader)) return;
    this.#runFor(reader, () => reader.release(isComplete ? new EventFrame(events, jsons) : undefined));
  }

  #subscribe(): void {
    // Before the first message arrives.
    void loadReaders();
    this.#unsubscribe = this.#mailbox.subscribe((events) => {
      if (this.#pending.length + events.length <= MAX_PENDING_EVENTS) this.#pending.push(...events);
      else this.#pending = [{ type: "resync", seq: this.#mailbox.seq, reason: "flood" }];
      if (this.#sending === undefined) this.#sendSlice();
    });
    this.#pingTimer = setInterval(() => {
      for (const reader of this.#readers) this.#runFor(reader, () => reader.sink.ping());
    }, PING_INTERVAL_MS);
    this.#pingTimer.unref();
  }

  /** Sends for one time slice. The rest is sent in later turns of the event loop. */
  readonly #sendSlice = (): void => {
    const end = performance.now() + SLICE_MS;
    do {
      if (this.#sending === undefined) {
        if (this.#pending.length === 0) return;
        const frame = new EventFrame(this.#pending);
        this.#pending = [];
        this.#sending = { frame, readers: this.#readers.values() };
      }
      const { frame, readers } = this.#sending;
      const next = readers.next();
      if (next.done) this.#sending = undefined;
      else this.#runFor(next.value, () => next.value.offer(frame));
    } while (performance.now() < end);
    setImmediate(this.#sendSlice);
  };

  /** Runs an action for a reader, and closes the reader if the action fails. */
  #runFor(reader: StreamReader, action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#log.error({ err: error }, "a reader of the stream failed and was dropped");
      this.#drop(reader);
    }
    while (this.#backlog.totalBytes > this.#maxTotalBytes) {
      const slowest = this.#backlog.slowestReader();
      if (slowest === undefined) return;
      this.#drop(slowest);
    }
  }

  /** Closes a reader. It may reconnect and have the missed events replayed. */
  #drop(reader: StreamReader): void {
    this.#remove(reader);
    try {
      reader.sink.close();
    } catch {
      // The connection is already broken.
    }
  }

  #remove(reader: StreamReader): void {
    this.#backlog.removeReader(reader);
    if (this.#readers.delete(reader) && this.#readers.size === 0) this.close();
  }

  close(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#pending = [];
    clearInterval(this.#pingTimer);
  }
}

/** A reader of the stream and its position. */
class StreamReader {
  readonly sink: StreamSink;
  readonly #mailbox: Mailbox;
  readonly #backlog: SharedBacklog<StreamReader>;
  #seq: number;
  #isBehind = false;
  /** Frames that arrive during a replay, to be sent after it; undefined if there is no replay. */
  #held: EventFrame[] | undefined;
  #heldBytes = 0;

  constructor(sink: StreamSink, mailbox: Mailbox, backlog: SharedBacklog<StreamReader>) {
    this.sink = sink;
    this.#mailbox = mailbox;
    this.#backlog = backlog;
    this.#seq = mailbox.seq;
  }

  /**
   * Sends a frame, without events that the reader already has (from a replay). Drops it while the reader is behind.
   */
  offer(frame: EventFrame): void {
    if (this.#isBehind) return;
    if (this.#held !== undefined) {
      this.#hold(frame, this.#held);
      return;
    }
    if (this.sink.backlogBytes + frame.byteLength > MAX_BACKLOG_BYTES) {
      this.#isBehind = true;
      // No write is pending that would trigger this later.
      this.#onSent();
      return;
    }
    const last = frame.events.at(-1)?.seq ?? 0;
    if (last <= this.#seq) return;
    this.send(frame.eventsAfter(this.#seq));
    this.#seq = last;
  }

  /** Holds back frames until `release`. */
  hold(): void {
    this.#held = [];
  }

  #hold(frame: EventFrame, held: EventFrame[]): void {
    this.#heldBytes += frame.byteLength;
    if (this.#heldBytes <= MAX_BACKLOG_BYTES) held.push(frame);
    else this.#isBehind = true;
  }

  /**
   * Sends the events missed before it joined, then the frames held back. Undefined makes the reader reload
   * everything.
   */
  release(missed: EventFrame | undefined): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    if (missed === undefined || this.#isBehind) {
      this.#isBehind = false;
      this.resync("too-old");
      return;
    }
    if (missed.events.length > 0) this.send(missed);
    // The newest of these events may still be on their way to all readers.
    this.#seq = Math.max(this.#seq, missed.events.at(-1)?.seq ?? 0);
    for (const frame of held) this.offer(frame);
  }

  send(frame: EventFrame): void {
    this.#backlog.add(this, frame);
    this.sink.send(frame, () => {
      this.#backlog.remove(this, frame);
      this.#onSent();
    });
  }

  resync(reason: Extract<StreamEvent, { type: "resync" }>["reason"]): void {
    this.#seq = this.#mailbox.seq;
    this.send(new EventFrame([{ type: "resync", seq: this.#seq, reason }]));
  }

  readonly #onSent = (): void => {
    if (!this.#isBehind || this.sink.backlogBytes > MAX_BACKLOG_BYTES / 2) return;
    this.#isBehind = false;
    this.resync("slow-reader");
  };
}
