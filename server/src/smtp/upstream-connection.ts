import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { parseReply, type Reply } from "./protocol/reply.ts";

export interface UpstreamOptions {
  readonly host: string;
  readonly port: number;
  /** Use TLS from the start of the connection. */
  readonly secure?: boolean;
  /** The host name to greet with. Default: localhost. */
  readonly name?: string;
  /** Milliseconds to wait for a reply. Default: 60,000. */
  readonly timeout?: number;
}

export const UNREACHABLE: Reply = { code: 451, enhanced: "4.4.1", text: "The upstream server cannot be reached" };

/** The proxy's client connection to the upstream server. */
export class UpstreamConnection {
  readonly #socket: Socket;
  readonly #pendingReplies: ((reply: Reply) => void)[] = [];
  #partialLine = "";
  #replyLines: string[] = [];
  #extensions: ReadonlySet<string> = new Set();

  private constructor(socket: Socket, timeout: number) {
    this.#socket = socket;
    socket.setEncoding("latin1");
    socket.setTimeout(timeout, () => socket.destroy());
    socket.on("data", (text: string) => this.#onText(text));
    // The `close` listener answers pending commands with 451.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      for (const answer of this.#pendingReplies.splice(0)) answer(UNREACHABLE);
    });
  }

  /** Connects and greets. Returns a refusal if the server cannot be reached or refuses. */
  static async open(options: UpstreamOptions): Promise<UpstreamConnection | Reply> {
    const { host, port, secure = false, name = "localhost", timeout = 60_000 } = options;
    const socket = secure ? connectTls({ host, port, servername: host }) : connect({ host, port });
    const upstream = new UpstreamConnection(socket, timeout);
    const greeting = await upstream.#nextReply();
    if (greeting.code !== 220) return upstream.#closeAndRefuse(greeting);
    const ehlo = await upstream.sendCommand(`EHLO ${name}`);
    if (ehlo.code === 250) upstream.#extensions = parseEhloKeywords(ehlo);
    else {
      const helo = await upstream.sendCommand(`HELO ${name}`);
      if (helo.code !== 250) return upstream.#closeAndRefuse(helo);
    }
    return upstream;
  }

  #closeAndRefuse(reply: Reply): Reply {
    this.close();
    return reply.code >= 400 ? reply : UNREACHABLE;
  }

  /** Whether the server's EHLO reply lists an extension. */
  supports(keyword: string): boolean {
    return this.#extensions.has(keyword);
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  /** Sends a command. Returns the reply, or 451 if the connection is lost. */
  sendCommand(line: string): Promise<Reply> {
    const reply = this.#nextReply();
    if (this.isOpen) this.#socket.write(`${line}\r\n`, "utf8");
    return reply;
  }

  /** Sends a message with dot-stuffing (RFC 5321 §4.5.2), after DATA got 354. Returns the final reply. */
  async sendData(data: Buffer): Promise<Reply> {
    const reply = this.#nextReply();
    const text = data.toString("latin1");
    const stuffed = text.replace(/^\./, "..").replaceAll("\r\n.", "\r\n..");
    const end = text === "" || text.endsWith("\r\n") ? ".\r\n" : "\r\n.\r\n";
    if (!this.#socket.write(`${stuffed}${end}`, "latin1")) await Promise.race([once(this.#socket, "drain"), reply]);
    return reply;
  }

  close(): void {
    if (this.isOpen) this.#socket.end("QUIT\r\n");
    this.#socket.destroySoon();
  }

  #nextReply(): Promise<Reply> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed) resolve(UNREACHABLE);
      else this.#pendingReplies.push(resolve);
    });
  }

  #onText(text: string): void {
    this.#partialLine += text;
    const lines = this.#partialLine.split("\n");
    this.#partialLine = lines.pop() ?? "";
    for (const line of lines) {
      this.#replyLines.push(line.replace(/\r$/, ""));
      if (line[3] !== "-") this.#pendingReplies.shift()?.(joinReplyLines(this.#replyLines.splice(0)));
    }
    if (this.#partialLine.length > 65_536 || this.#replyLines.length > 1000) this.#socket.destroy();
  }
}

/** Joins the lines of a reply. An invalid reply becomes 451. */
function joinReplyLines(lines: readonly string[]): Reply {
  const replies = lines.map((line) => parseReply(line.replace(/^(\d{3})-/, "$1 ")));
  const first = replies[0];
  if (first === undefined) return UNREACHABLE;
  return { ...first, text: replies.map((reply) => (typeof reply?.text === "string" ? reply.text : "")) };
}

function parseEhloKeywords({ text }: Reply): Set<string> {
  const lines = typeof text === "string" ? [text] : text;
  return new Set(lines.slice(1).map((line) => (line.split(" ")[0] ?? "").toUpperCase()));
}
