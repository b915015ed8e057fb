import type { Socket } from "node:net";

/** Sends octet by octet, with a wait before each. */
export class TarpitWriter {
  readonly #socket: Socket;
  readonly #delayMs: number;
  #unsent = "";
  #onDone: (() => void) | undefined;

  /** @param delayMs milliseconds between two octets */
  constructor(socket: Socket, delayMs: number) {
    this.#socket = socket;
    this.#delayMs = delayMs;
  }

  /** The same pace on another socket. */
  forSocket(socket: Socket): TarpitWriter {
    return new TarpitWriter(socket, this.#delayMs);
  }

  /** True while there is something left to send. */
  get isSending(): boolean {
    return this.#unsent !== "";
  }

  /** Sends `octets`, a binary string, then calls `onDone`. */
  write(octets: string, onDone: () => void): void {
    this.#unsent = octets;
    this.#onDone = onDone;
    this.#writeNext();
  }

  setOnDone(onDone: () => void): void {
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
