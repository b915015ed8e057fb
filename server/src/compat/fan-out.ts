import type { StreamEvent } from "@mailglass/shared";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { SharedBacklog } from "../mailbox/shared-backlog.ts";
import { TimeSlice } from "./time-slice.ts";

/** A connection that receives frames. */
export interface FrameListener {
  /** Sends a frame, which other listeners share. `taken` is called once the network took it, or never will. */
  send(frame: Buffer, taken: () => void): void;
  /** Closes the connection at once. */
  close(): void;
}

/** Makes frames of an event; a rejection is logged and skips the event. */
export type FrameBuilder = (event: StreamEvent) => Promise<readonly Buffer[]>;

/** Receives warnings, each with details for the log. */
export interface WarningLog {
  warn(details: object, message: string): void;
}

export interface FanOutOptions {
  /** What is sent, for the log: "MailHog's events". */
  readonly name: string;
  readonly mailbox: Mailbox;
  readonly log: WarningLog;
  /** Called when the first listener joins. */
  readonly createBuilder: () => FrameBuilder;
  /** Bytes of a frame; a larger one is not sent. */
  readonly maxFrame: number;
  /** Bytes that may wait for one listener, the frame at hand included. */
  readonly maxBacklog: number;
  /** Bytes that may wait for all listeners together; a frame that several wait for counts once. */
  readonly maxTotal: number;
}

/** Events that may wait for their frames. */
const MAX_PENDING = 10_000;

type Pending = StreamEvent | Buffer;

/**
 * Sends events of the mailbox to many listeners. While there is a listener it is subscribed to the mailbox. Each event
 * is made into frames once, and these are sent to all listeners, in slices of the event loop's time. A listener that
 * throws or is too far behind is closed and logged; nothing of that reaches the mailbox or other listeners.
 */
export class FanOut {
  readonly #options: FanOutOptions;
  readonly #backlog = new SharedBacklog<FrameListener>();
  /** Each with the number of the last event that was queued before it joined. */
  readonly #listeners = new Map<FrameListener, number>();
  #unsubscribe: (() => void) | undefined;
  #build: FrameBuilder | undefined;
  #pending: Pending[] = [];
  /** Events that were queued so far: the number of the last one. */
  #queued = 0;
  #isPumping = false;
  #isOverflowing = false;

  constructor(options: FanOutOptions) {
    this.#options = options;
  }

  /** Bytes that wait for all listeners together. */
  get backlog(): number {
    return this.#backlog.total;
  }

  /** @returns a function that removes the listener, to be called when its connection is closed */
  add(listener: FrameListener): () => void {
    if (this.#listeners.size === 0) this.#start();
    this.#listeners.set(listener, this.#queued);
    return () => this.#remove(listener);
  }

  /** Sends a frame that is not made of an event. */
  broadcast(frame: Buffer): void {
    if (this.#listeners.size > 0) this.#enqueue([frame]);
  }

  #start(): void {
    this.#build = this.#options.createBuilder();
    this.#unsubscribe = this.#options.mailbox.subscribe((events) => this.#enqueue(events));
  }

  #remove(listener: FrameListener): void {
    this.#backlog.drop(listener);
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#pending = [];
  }

  #enqueue(items: readonly Pending[]): void {
    const accepted = items.slice(0, MAX_PENDING - this.#pending.length);
    this.#pending.push(...accepted);
    this.#queued += accepted.length;
    if (accepted.length < items.length && !this.#isOverflowing) {
      this.#isOverflowing = true;
      this.#options.log.warn({}, `${this.#options.name}: events come faster than they can be sent; some are skipped.`);
    }
    if (!this.#isPumping) void this.#pump();
  }

  /** Never rejects. */
  async #pump(): Promise<void> {
    this.#isPumping = true;
    const slice = new TimeSlice();
    while (this.#pending.length > 0) {
      const items = this.#pending;
      const first = this.#queued - items.length + 1;
      this.#pending = [];
      for (const [at, item] of items.entries()) {
        if (this.#listeners.size === 0) break;
        for (const frame of await this.#framesOf(item)) await this.#send(frame, first + at, slice);
        if (slice.isOver) await slice.pause();
      }
    }
    this.#isOverflowing = false;
    this.#isPumping = false;
  }

  async #framesOf(item: Pending): Promise<readonly Buffer[]> {
    if (Buffer.isBuffer(item)) return [item];
    try {
      return (await this.#build?.(item)) ?? [];
    } catch (error) {
      this.#options.log.warn({ err: error }, `${this.#options.name}: an event could not be written and was skipped.`);
      return [];
    }
  }

  async #send(frame: Buffer, number: number, slice: TimeSlice): Promise<void> {
    const { name, log, maxFrame } = this.#options;
    if (frame.length > maxFrame) {
      log.warn({}, `${name}: an event of ${frame.length} bytes was skipped; at most ${maxFrame} are sent.`);
      return;
    }
    for (const [listener, joinedAfter] of this.#listeners) {
      if (joinedAfter < number) this.#sendTo(listener, frame);
      if (slice.isOver) await slice.pause();
    }
  }

  #sendTo(listener: FrameListener, frame: Buffer): void {
    const { maxBacklog, maxTotal } = this.#options;
    try {
      this.#backlog.add(listener, frame);
      if (this.#backlog.of(listener) > maxBacklog) this.#drop(listener, "it reads too slowly");
      while (this.#backlog.total > maxTotal) {
        const slowest = this.#backlog.slowest();
        if (slowest === undefined) break;
        this.#drop(slowest, "all listeners together read too slowly, and it is the furthest behind");
      }
      if (this.#listeners.has(listener)) listener.send(frame, () => this.#backlog.taken(listener, frame));
    } catch (error) {
      this.#drop(listener, "sending to it failed", error);
    }
  }

  #drop(listener: FrameListener, why: string, error?: unknown): void {
    const { name, log } = this.#options;
    this.#remove(listener);
    log.warn(error === undefined ? {} : { err: error }, `${name}: a listener was dropped: ${why}.`);
    try {
      listener.close();
    } catch {
      // Its connection is broken already.
    }
  }
}
