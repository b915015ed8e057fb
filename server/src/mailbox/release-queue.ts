import { TimeSlice } from "../base/time-slice.ts";

interface ReleasedMessage {
  /** Bytes. */
  readonly size: number;
}

/** Messages that are released at once. Releasing so many takes less than a millisecond. */
const MAX_DIRECT_MESSAGES = 500;

/**
 * Releases permanently deleted messages: few at once, many in time slices, because 100,000 take 30 ms.
 *
 * Theory of operation. `add` takes messages that nobody finds any more. Until they are released, their bytes are in memory, so
 * `length` and `bytes` count against the limits of the mailbox. If it needs the memory earlier, it calls `releaseNext`.
 */
export class ReleaseQueue<Message extends ReleasedMessage> {
  readonly #release: (message: Message) => void;
  readonly #onReleased: () => void;
  /** The messages to release, the next one last. */
  #messages: (Message | undefined)[] = [];
  #length = 0;
  #bytes = 0;
  #isRunning = false;

  /**
   * @param release frees the memory of one message
   * @param onReleased called after messages were released
   */
  constructor(release: (message: Message) => void, onReleased: () => void) {
    this.#release = release;
    this.#onReleased = onReleased;
  }

  /** Messages that are not released yet. */
  get length(): number {
    return this.#length;
  }

  /** Total bytes of their sources. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The messages that are not released yet. */
  *messages(): Generator<Message> {
    for (const message of this.#messages) if (message !== undefined) yield message;
  }

  /**
   * @param messages may have gaps
   * @param length number of messages
   * @param bytes their total size
   */
  add(messages: readonly (Message | undefined)[], length: number, bytes: number): void {
    this.#messages = this.#messages.length === 0 ? [...messages] : [...this.#messages, ...messages];
    this.#length += length;
    this.#bytes += bytes;
    if (this.#length > MAX_DIRECT_MESSAGES) void this.#releaseInSlices();
    else this.releaseAll();
  }

  /** Releases one message; returns false if there is none. */
  releaseNext(): boolean {
    while (this.#messages.length > 0) {
      const message = this.#messages.pop();
      if (message === undefined) continue;
      this.#length--;
      this.#bytes -= message.size;
      this.#release(message);
      return true;
    }
    return false;
  }

  releaseAll(): void {
    while (this.releaseNext());
    this.#onReleased();
  }

  async #releaseInSlices(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const slice = new TimeSlice();
    // The step that added the messages may have taken long already.
    await slice.pause();
    while (this.releaseNext()) if (slice.isOver) await slice.pause();
    this.#isRunning = false;
    this.#onReleased();
  }
}
