import { TimeSlice } from "../base/time-slice.ts";

/*
 * Writes frames to many connections in small pieces, so that neither we nor libuv occupy the main thread for long.
 *
 * A frame of megabytes that is handed to hundreds of sockets at once would stay in libuv, which writes to all sockets that
 * become writable in one turn of the event loop. Here, a connection has at most one piece in libuv; the frame itself is
 * shared by all connections and is not copied.
 *
 * Input: connections (`open`), and frames for each (`send`); bodies of responses (`pace`).
 * Output: `writePiece` of the connections, and the pieces of the bodies. In each turn of the event loop, the connections that
 * are ready get a piece each, until the time slice is over; the next turn continues with the others. Frames of a connection
 * are written in order.
 *
 * States of a connection:
 *   idle     It has no frames.
 *   ready    It waits for its turn.
 *   writing  A piece was handed to the operating system. If that cannot take it, because the client reads slowly, the
 *            connection stays in this state, and its other frames wait here.
 *   closed   Its frames were dropped.
 */

/** Maximum bytes of a piece. */
const MAX_PIECE_BYTES = 64 * 1024;
/** Minimum bytes of a piece. */
const MIN_PIECE_BYTES = 8 * 1024;
/** Maximum bytes that are handed to the operating system per turn of the event loop. */
const MAX_SLICE_BYTES = 1024 * 1024;
/** Maximum bytes in libuv for all connections together, unless there are so many that each piece has the minimum. */
const MAX_WRITING_BYTES = 4 * 1024 * 1024;

/** Default of `maxBacklogBytes`. */
const DEFAULT_BACKLOG_BYTES = 64 * 1024 * 1024;

/** A connection that is written in pieces. */
export interface PieceConnection {
  /**
   * Writes a piece of a frame.
   *
   * @param isLast whether the frame ends with it
   * @param onWritten called once the operating system has taken the piece, or never will
   */
  writePiece(piece: Buffer, isLast: boolean, onWritten: () => void): void;
  /** Closes the connection immediately; called if `writePiece` throws. */
  destroy(): void;
}

/** Waits for its turn to write a piece. */
interface Writer {
  /** Returns the bytes written. */
  writePiece(maxBytes: number): number;
}

/** Writes to all connections that were opened with it. */
export class FairWriter {
  /** Maximum bytes that may wait for all listeners of one kind together: those of the stream, or of a compat API. */
  readonly maxBacklogBytes: number;
  /** Those that wait for their turn, in that order. */
  readonly #ready = new Set<Writer>();
  /** Open connections, and bodies that are being sent. */
  #openCount = 0;
  #isScheduled = false;

  constructor(maxBacklogBytes = DEFAULT_BACKLOG_BYTES) {
    this.maxBacklogBytes = maxBacklogBytes;
  }

  /** Returns the queue of a connection's frames. It must be closed when the connection is. */
  open(connection: PieceConnection): FrameQueue {
    this.#openCount++;
    return new FrameQueue(connection, {
      onReady: (queue) => this.#enqueue(queue),
      onClosed: (queue) => {
        this.#openCount--;
        this.#ready.delete(queue);
      },
    });
  }

  /** Yields the chunks of a body in pieces, each when it is its turn. The body is read as fast as the pieces are. */
  async *pace(chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.#openCount++;
    try {
      let allowed = 0;
      for await (const chunk of chunks) {
        const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
        for (let at = 0; at < bytes.length; ) {
          if (allowed === 0) allowed = await this.#turn();
          const piece = bytes.subarray(at, at + allowed);
          allowed -= piece.length;
          at += piece.length;
          yield piece;
        }
      }
    } finally {
      this.#openCount--;
    }
  }

  /** Resolves, when it is the caller's turn, to the number of bytes that may be written. */
  #turn(): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#enqueue({
      writePiece(maxBytes) {
        resolve(maxBytes);
        return maxBytes;
      },
    });
    return promise;
  }

  #enqueue(writer: Writer): void {
    this.#ready.add(writer);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#ready.size === 0) return;
    this.#isScheduled = true;
    setImmediate(this.#writeSlice);
  }

  readonly #writeSlice = (): void => {
    this.#isScheduled = false;
    const slice = new TimeSlice();
    const share = Math.trunc(MAX_WRITING_BYTES / this.#openCount);
    const maxBytes = Math.max(MIN_PIECE_BYTES, Math.min(MAX_PIECE_BYTES, share));
    let written = 0;
    for (const writer of this.#ready) {
      this.#ready.delete(writer);
      written += writer.writePiece(maxBytes);
      if (slice.isOver || written >= MAX_SLICE_BYTES) break;
    }
    this.#schedule();
  };
}

interface QueueCallbacks {
  /** The queue has a piece to write. */
  onReady(queue: FrameQueue): void;
  onClosed(queue: FrameQueue): void;
}

/** The frames that wait for a connection. */
export class FrameQueue implements Writer {
  readonly #connection: PieceConnection;
  readonly #callbacks: QueueCallbacks;
  #frames: { readonly frame: Buffer; readonly onSent: () => void }[] = [];
  /** Bytes of the first frame that were written. */
  #offset = 0;
  #pendingBytes = 0;
  #isWriting = false;
  #isClosed = false;

  constructor(connection: PieceConnection, callbacks: QueueCallbacks) {
    this.#connection = connection;
    this.#callbacks = callbacks;
  }

  /** Bytes that the operating system has not taken yet. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /**
   * Queues a frame. It must not change until it was sent.
   *
   * @param onSent called once the operating system has taken all of it; never, if the connection is closed before
   */
  send(frame: Buffer, onSent: () => void = () => {}): void {
    if (this.#isClosed) return;
    this.#frames.push({ frame, onSent });
    this.#pendingBytes += frame.length;
    if (!this.#isWriting) this.#callbacks.onReady(this);
  }

  /** Drops all frames. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#frames = [];
    this.#pendingBytes = 0;
    this.#callbacks.onClosed(this);
  }

  /** Writes the next piece; for `FairWriter`. */
  writePiece(maxBytes: number): number {
    const [first] = this.#frames;
    if (first === undefined) return 0;
    const piece = first.frame.subarray(this.#offset, this.#offset + maxBytes);
    const isLast = this.#offset + piece.length >= first.frame.length;
    this.#isWriting = true;
    try {
      this.#connection.writePiece(piece, isLast, () => this.#onWritten(piece.length, isLast));
    } catch {
      this.close();
      this.#connection.destroy();
    }
    return piece.length;
  }

  #onWritten(length: number, isLast: boolean): void {
    if (this.#isClosed) return;
    this.#isWriting = false;
    this.#pendingBytes -= length;
    this.#offset = isLast ? 0 : this.#offset + length;
    const sent = isLast ? this.#frames.shift() : undefined;
    if (this.#frames.length > 0) this.#callbacks.onReady(this);
    sent?.onSent();
  }
}
