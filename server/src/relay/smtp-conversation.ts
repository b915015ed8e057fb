import { once } from "node:events";
import type { Socket } from "node:net";

/** A reply of an SMTP server. */
export interface SmtpReply {
  readonly code: number;
  /** All lines, without their line ends. */
  readonly lines: readonly string[];
}

/** Milliseconds that the server may take for each step. */
const STEP_TIMEOUT_MS = 20_000;

/** Bytes that are written at a time. */
const PIECE_BYTES = 64 * 1024;

/** The client's side of an SMTP connection: one command, one reply (RFC 5321 §3). */
export class SmtpConversation {
  readonly #socket: Socket;
  #received = "";
  #waiting: { readonly resolve: (reply: SmtpReply) => void; readonly reject: (error: Error) => void } | undefined;
  #error: Error | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(STEP_TIMEOUT_MS, () => socket.destroy(new Error("the server did not answer in time")));
    socket.on("data", this.#onData);
    socket.on("error", this.#onEnd);
    socket.on("close", () => this.#onEnd(new Error("the server closed the connection")));
  }

  /** Writes a line, and resolves to the reply. Rejects if the connection ends before. */
  command(line: string): Promise<SmtpReply> {
    if (/[\r\n\0]/.test(line)) throw new Error("An SMTP command must be one line");
    this.#socket.write(`${line}\r\n`);
    return this.reply();
  }

  /** Writes bytes as fast as the server reads them. */
  async write(chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        if (this.#error !== undefined) throw this.#error;
        if (!this.#socket.write(chunk.subarray(at, at + PIECE_BYTES))) await this.#drained();
      }
    }
  }

  /** Also resolves if the connection ends. */
  async #drained(): Promise<void> {
    await Promise.race([once(this.#socket, "drain"), once(this.#socket, "close")]);
  }

  /** Resolves to the next reply. */
  reply(): Promise<SmtpReply> {
    const { promise, resolve, reject } = Promise.withResolvers<SmtpReply>();
    this.#waiting = { resolve, reject };
    this.#deliver();
    return promise;
  }

  /** Stops reading, so that TLS can begin on the connection. */
  detach(): void {
    this.#socket.off("data", this.#onData);
    this.#socket.setTimeout(0);
  }

  readonly #onData = (bytes: Buffer): void => {
    this.#received += bytes.toString("latin1");
    this.#deliver();
  };

  readonly #onEnd = (error: Error): void => {
    this.#error ??= error;
    this.#deliver();
  };

  #deliver(): void {
    if (this.#waiting === undefined) return;
    const { resolve, reject } = this.#waiting;
    // The last line of a reply has a blank after its code (RFC 5321 §4.2.1).
    const [text, code] = /^(?:\d{3}-[^\n]*\n)*(\d{3})(?: [^\n]*)?\n/.exec(this.#received) ?? [];
    if (text !== undefined) {
      this.#waiting = undefined;
      this.#received = this.#received.slice(text.length);
      resolve({ code: Number(code), lines: text.trimEnd().split(/\r?\n/) });
    } else if (this.#error !== undefined) {
      this.#waiting = undefined;
      reject(this.#error);
    }
  }
}
