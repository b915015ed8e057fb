import type { Socket } from "node:net";

/** Sends replies byte by byte, with a delay between two bytes. */
export class TarpitWriter {
  readonly #socket: Socket;
  readonly #delayMs: number;
  #unsent = "";
  #onDone: (() => void) | undefined;

  /** @param delayMs milliseconds between two bytes */
  constructor(socket: Socket, delayMs: number) {
    this.#socket = socket;
    this.#delayMs = delayMs;
  }

  /** Returns a writer with the same delay for another socket. */
  withSocket(socket: Socket): TarpitWriter {
    return new TarpitWriter(socket, this.#delayMs);
  }

  /** True while bytes are left to send. */
  get isSending(): boolean {
    return this.#unsent !== "";
  }

  /** Sends `output`, a binary string, then calls `onDone`. */
  write(output: string, onDone: () => void): void {
    this.#unsent = output;
    this.#onDone = onDone;
    this.#writeNext();
  }

  /** Replaces the callback of the current `write`. */
  callWhenDone(onDone: () => void): void {
    this.#onDone = onDone;
  }

  #writeNext(): void {
    if (this.#socket.destroyed) return;
    if (this.#unsent === "") return this.#onDone?.();
    this.#socket.write(this.#unsent.slice(0, 1), "latin1");
    this.#unsent = this.#unsent.slice(1);
    setTimeout(() => this.#writeNext(), this.#delayMs).unref();
  }
}
