import { setTimeout as delay } from "node:timers/promises";
import type { StreamEvent } from "@mailglass/shared";
import { TimeSlice } from "../base/time-slice.ts";
import { loadReaders } from "../mail/worker/load-readers.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { SharedBacklog } from "../mailbox/shared-backlog.ts";

/** A connection that receives frames. */
export interface FrameListener {
  /**
   * Sends a frame, which is shared with other listeners. `onSent` is called once it was handed to the network, or
   * never will be.
   */
  send(frame: Buffer, onSent: () => void): void;
  /** Closes the connection immediately. */
  close(): void;
}

/** Creates the frames for an event. If it rejects, the event is skipped and logged. */
export type FrameBuilder = (event: StreamEvent) => Promise<readonly Buffer[]>;

/** Receives warnings, each with details for the log. */
export interface WarningLog {
  warn(details: object, message: string): void;
}

export interface FanOutOptions {
  /** What is sent, for the log, e.g. "MailHog's events". */
  readonly name: string;
  readonly mailbox: Mailbox;
  readonly log: WarningLog;
  /** Called when the first listener joins. */
  readonly createBuilder: () => FrameBuilder;
  /** Maximum bytes of a frame; a larger one is not sent. */
  readonly maxFrameBytes: number;
  /** Maximum bytes that may wait for one listener, including the current frame. */
  readonly maxBacklogBytes: number;
  /** Maximum bytes that may wait for all listeners together; a shared frame counts once. */
  readonly maxTotalBytes: number;
}

/** Maximum events that may wait for their frames. */
const MAX_PENDING_EVENTS = 10_000;
/** Maximum ms for which events wait for a listener that is far behind, until it has caught up. */
const MAX_HOLD_MS = 10_000;
/** Events wait for listeners that took a frame within this many ms. */
const READING_MS = 250;
/** Ms between two looks at the listeners while an event waits for them. */
const HOLD_STEP_MS = 5;

type PendingItem = StreamEvent | Buffer;

interface ListenerState {
  /** The number of the last event that was queued before it joined. */
  readonly joinedAfter: number;
  /** When it last took a frame, or began to wait for one, in ms. */
  lastProgress: number;
  /** For how long events have waited for it since it had last caught up, in ms. */
  heldMs: number;
}

/**
 * Sends events of the mailbox to many listeners. While there are listeners, it is subscribed to the mailbox. Frames
 * are created once per event and sent to all listeners in time slices. A listener that throws or falls too far behind
 * is closed and logged; the mailbox and the other listeners are not affected. If events occur faster than listeners
 * that keep reading can take them, they are sent more slowly.
 */
export class FanOut {
  readonly #options: FanOutOptions;
  readonly #backlog = new SharedBacklog<FrameListener>();
  readonly #listeners = new Map<FrameListener, ListenerState>();
  #unsubscribe: (() => void) | undefined;
  #buildFrames: FrameBuilder | undefined;
  #pending: PendingItem[] = [];
  /** Number of events queued so far. */
  #queuedCount = 0;
  #isSending = false;
  #isOverflowing = false;

  constructor(options: FanOutOptions) {
    this.#options = options;
  }

  /** Bytes that wait for all listeners together. */
  get backlogBytes(): number {
    return this.#backlog.totalBytes;
  }

  /** @returns a function that removes the listener, to be called when its connection is closed */
  add(listener: FrameListener): () => void {
    if (this.#listeners.size === 0) this.#start();
    this.#listeners.set(listener, { joinedAfter: this.#queuedCount, lastProgress: 0, heldMs: 0 });
    return () => this.#remove(listener);
  }

  /** Sends a frame that does not belong to an event. */
  broadcast(frame: Buffer): void {
    if (this.#listeners.size > 0) this.#enqueue([frame]);
  }

  #start(): void {
    // Before the first message arrives.
    void loadReaders();
    this.#buildFrames = this.#options.createBuilder();
    this.#unsubscribe = this.#options.mailbox.subscribe((events) => this.#enqueue(events));
  }

  #remove(listener: FrameListener): void {
    this.#backlog.removeReader(listener);
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#pending = [];
  }

  #enqueue(items: readonly PendingItem[]): void {
    const accepted = items.slice(0, MAX_PENDING_EVENTS - this.#pending.length);
    this.#pending.push(...accepted);
    this.#queuedCount += accepted.length;
    if (accepted.length < items.length && !this.#isOverflowing) {
      this.#isOverflowing = true;
      this.#options.log.warn(
        {},
        `${this.#options.name}: events arrive faster than they can be sent; some are skipped.`,
      );
    }
    if (!this.#isSending) void this.#sendPending();
  }

  /** Sends frames of pending events. Never rejects. */
  async #sendPending(): Promise<void> {
    this.#isSending = true;
    const slice = new TimeSlice();
    while (this.#pending.length > 0) {
      const items = this.#pending;
      const first = this.#queuedCount - items.length + 1;
      this.#pending = [];
      for (const [at, item] of items.entries()) {
        if (this.#listeners.size === 0) break;
        for (const frame of await this.#toFrames(item)) await this.#send(frame, first + at, slice);
        if (slice.isOver) await slice.pause();
      }
    }
    this.#isOverflowing = false;
    this.#isSending = false;
  }

  async #toFrames(item: PendingItem): Promise<readonly Buffer[]> {
    if (Buffer.isBuffer(item)) return [item];
    try {
      return (await this.#buildFrames?.(item)) ?? [];
    } catch (error) {
      this.#options.log.warn(
        { err: error },
        `${this.#options.name}: an event could not be serialized and was skipped.`,
      );
      return [];
    }
  }

  async #send(frame: Buffer, number: number, slice: TimeSlice): Promise<void> {
    const { name, log, maxFrameBytes: maxFrame } = this.#options;
    if (frame.length > maxFrame) {
      log.warn({}, `${name}: an event of ${frame.length} bytes was skipped; the limit is ${maxFrame}.`);
      return;
    }
    await this.#waitForReaders();
    for (const [listener, state] of this.#listeners) {
      if (state.joinedAfter < number) this.#sendTo(listener, state, frame);
      if (slice.isOver) await slice.pause();
    }
  }

  /**
   * Waits while a listener that keeps reading has used half of its limit, so that it is not dropped because of the
   * speed at which events occur. Does not wait for one that has stopped reading.
   */
  async #waitForReaders(): Promise<void> {
    for (let behind = this.#readersFarBehind(); behind.length > 0; behind = this.#readersFarBehind()) {
      const start = performance.now();
      await delay(HOLD_STEP_MS);
      for (const state of behind) state.heldMs += performance.now() - start;
    }
  }

  #readersFarBehind(): readonly ListenerState[] {
    const { maxBacklogBytes, maxTotalBytes } = this.#options;
    const limit = Math.min(maxBacklogBytes, maxTotalBytes) / 2;
    // The backlog of one listener is at most that of all.
    if (this.#backlog.totalBytes <= limit) return [];
    const since = performance.now() - READING_MS;
    const behind: ListenerState[] = [];
    for (const [listener, state] of this.#listeners) {
      const isReading = state.lastProgress > since && state.heldMs < MAX_HOLD_MS;
      if (isReading && this.#backlog.bytesFor(listener) > limit) behind.push(state);
    }
    return behind;
  }

  #sendTo(listener: FrameListener, state: ListenerState, frame: Buffer): void {
    const { maxBacklogBytes: maxBacklog, maxTotalBytes: maxTotal } = this.#options;
    try {
      if (this.#backlog.bytesFor(listener) === 0) {
        state.lastProgress = performance.now();
        state.heldMs = 0;
      }
      this.#backlog.add(listener, frame);
      if (this.#backlog.bytesFor(listener) > maxBacklog) this.#drop(listener, "it reads too slowly");
      while (this.#backlog.totalBytes > maxTotal) {
        const slowest = this.#backlog.slowestReader();
        if (slowest === undefined) break;
        this.#drop(slowest, "all listeners together read too slowly, and it is the furthest behind");
      }
      if (!this.#listeners.has(listener)) return;
      listener.send(frame, () => {
        state.lastProgress = performance.now();
        this.#backlog.remove(listener, frame);
      });
    } catch (error) {
      this.#drop(listener, "sending failed", error);
    }
  }

  #drop(listener: FrameListener, why: string, error?: unknown): void {
    const { name, log } = this.#options;
    this.#remove(listener);
    log.warn(error === undefined ? {} : { err: error }, `${name}: a listener was dropped: ${why}.`);
    try {
      listener.close();
    } catch {
      // The connection is already broken.
    }
  }
}
