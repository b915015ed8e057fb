import type { Socket } from "node:net";

/** Sends octet by octet, with a wait before each. */
export class TarpitWriter {
  readonly #socket: Socket;
  readonly #wait: number;
  #left = "";
  #whenDone: (() => void) | undefined;

  /** @param wait milliseconds between two octets */
  constructor(socket: Socket, wait: number) {
    this.#socket = socket;
    this.#wait = wait;
  }

  /** The same pace on another socket. */
  over(socket: Socket): TarpitWriter {
    return new TarpitWriter(socket, this.#wait);
  }

  /** True while there is something left to send. */
  get isBusy(): boolean {
    return this.#left !== "";
  }

  /** Sends `octets`, a binary string, then calls `whenDone`. */
  write(octets: string, whenDone: () => void): void {
    this.#left = octets;
    this.#whenDone = whenDone;
    this.#next();
  }

  onceIdle(whenDone: () => void): void {
    this.#whenDone = whenDone;
  }

  #next(): void {
    if (this.#socket.destroyed) return;
    if (this.#left === "") return this.#whenDone?.();
    this.#socket.write(this.#left.slice(0, 1), "latin1");
    this.#left = this.#left.slice(1);
    setTimeout(() => this.#next(), this.#wait).unref();
  }
}
