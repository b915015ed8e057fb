import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { inTime } from "./failure.ts";
import type { Choices } from "./random.ts";

/** The connection ended; the outcome of what was not answered is unknown. */
export class HungUp extends Error {}

export interface Reply {
  readonly code: number;
  readonly text: string;
}

/** An SMTP client that cuts what it sends at random places, and leaves the order of commands to the caller. */
export class SmtpClient {
  #socket: Socket;
  readonly #choices: Choices;
  #received = "";
  #closed = false;
  #news = Promise.withResolvers<void>();

  private constructor(socket: Socket, choices: Choices) {
    this.#socket = socket;
    this.#choices = choices;
    socket.setNoDelay();
    this.#addSocketListeners(socket);
  }

  #addSocketListeners(socket: Socket): void {
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.#received += text;
      this.#wake();
    });
    socket
      .on("error", () => {})
      .on("close", () => {
        this.#closed = true;
        this.#wake();
      });
  }

  /** Connects; with `tls`, TLS begins with the first byte. */
  static async open(port: number, choices: Choices, tls = false): Promise<SmtpClient> {
    const address = { port, host: "127.0.0.1" };
    const socket = tls ? connectTls({ ...address, rejectUnauthorized: false }) : connect(address);
    const client = new SmtpClient(socket, choices);
    await inTime("an SMTP connection", once(socket, tls ? "secureConnect" : "connect")).catch(() => {
      throw new HungUp("refused");
    });
    return client;
  }

  /** Does the TLS handshake after the reply to STARTTLS (RFC 3207). */
  async startTls(): Promise<void> {
    const plain = this.#socket.removeAllListeners("data").removeAllListeners("close");
    const secure = connectTls({ socket: plain, rejectUnauthorized: false });
    this.#socket = secure;
    this.#addSocketListeners(secure);
    await inTime("a TLS handshake", once(secure, "secureConnect")).catch(() => {
      throw new HungUp("in the TLS handshake");
    });
  }

  #wake(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers<void>();
  }

  /** Sends bytes, in one piece or in several, each in a separate turn of the event loop. */
  async send(what: string | Buffer): Promise<void> {
    const bytes = typeof what === "string" ? Buffer.from(what, "latin1") : what;
    const most = this.#choices.pick([bytes.length, bytes.length, bytes.length, bytes.length, 1460, 64, 7, 1]);
    // Pieces are large enough for a message to take at most a hundred turns.
    const piece = Math.max(1, most, Math.ceil(bytes.length / 100));
    for (let at = 0; at < bytes.length; ) {
      const end = at + (piece > 1 ? this.#choices.between(Math.ceil(piece / 2), piece) : 1);
      if (this.#closed) throw new HungUp("while sending");
      if (!this.#socket.write(bytes.subarray(at, end))) await this.#drained();
      at = end;
      if (at < bytes.length) await new Promise(setImmediate);
    }
  }

  async #drained(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#socket.once("drain", resolve).once("close", resolve);
    await inTime("a server that reads", promise);
    this.#socket.off("drain", resolve).off("close", resolve);
  }

  /** The next reply (RFC 5321 §4.2.1). */
  async reply(): Promise<Reply> {
    for (;;) {
      const end = /^(?:\d{3}-[^\n]*\n)*(\d{3})(?: [^\n]*)?\n/.exec(this.#received);
      if (end) {
        this.#received = this.#received.slice(end[0].length);
        return { code: Number(end[1]), text: end[0] };
      }
      if (this.#closed) throw new HungUp(this.#received);
      await inTime("an SMTP reply", this.#news.promise);
    }
  }

  async command(line: string): Promise<Reply> {
    await this.send(`${line}\r\n`);
    return this.reply();
  }

  /** Ends the connection immediately; with RST if `rudely` is true. */
  hangUp(rudely = false): void {
    if (rudely && !("encrypted" in this.#socket)) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }
}
