import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";

/** A client that sends exactly the given bytes. */
export class RawClient {
  #socket: Socket | TLSSocket;
  #received = "";
  #isClosed = false;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket | TLSSocket) {
    this.#socket = socket;
    this.#addSocketListeners();
  }

  static async connect(address: { port: number } | { path: string }, secure = false): Promise<RawClient> {
    const target = "port" in address ? { ...address, host: "127.0.0.1" } : address;
    const socket = secure ? connectTls({ ...target, rejectUnauthorized: false }) : connect(target);
    const client = new RawClient(socket);
    await once(socket, secure ? "secureConnect" : "connect");
    return client;
  }

  #addSocketListeners(): void {
    this.#socket.on("data", (chunk: Buffer) => {
      this.#received += chunk.toString("latin1");
      this.#wake();
    });
    this.#socket.on("error", () => undefined);
    this.#socket.on("close", () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  /** Sends bytes, one in each character. */
  send(bytes: string): void {
    this.#socket.write(bytes, "latin1");
  }

  /** Returns what was received, once it has `length` bytes, or complete replies if no length is given. */
  async read(length?: number): Promise<string> {
    const isComplete = () =>
      length === undefined ? /(?:^|\r\n)\d{3} [^\r]*\r\n$/.test(this.#received) : this.#received.length >= length;
    while (!isComplete() && !this.#isClosed) await this.#waitForEvent();
    const text = this.#received.slice(0, length ?? this.#received.length);
    this.#received = this.#received.slice(text.length);
    return text;
  }

  /** Sends a line and returns the reply. */
  async command(line: string): Promise<string> {
    this.send(`${line}\r\n`);
    return this.read();
  }

  /** Returns everything that is received until the server closes the connection. */
  async readUntilClosed(): Promise<string> {
    while (!this.#isClosed) await this.#waitForEvent();
    return this.#received;
  }

  #waitForEvent(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async startTls(): Promise<void> {
    this.#socket.removeAllListeners();
    const secure = connectTls({ socket: this.#socket, rejectUnauthorized: false });
    this.#socket = secure;
    this.#addSocketListeners();
    await once(secure, "secureConnect");
  }

  /** Stops reading; not even the end of the connection is noticed. */
  stopReading(): void {
    this.#socket.pause();
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
