import { connect as connectTcp, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { connect as connectTls } from "node:tls";

/**
 * One connection of the bench's own load generator. It pipelines (RFC 2920) as far as DATA allows: the end of one message
 * and the next MAIL, RCPT and DATA leave in one write, so that a message costs one round trip and one write each way.
 */
export interface Sender {
  /** Sends one message; resolves at its 250. Calls may overlap; they are carried out in order. */
  send(message: Buffer): Promise<void>;
  quit(): void;
}

const preamble = "MAIL FROM:<ann@example.com>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n";
const endOfData = Buffer.from(".\r\n");

interface Waiting {
  readonly message: Buffer;
  readonly done: () => void;
  readonly failed: (error: Error) => void;
}

/**
 * Connects, greets, and turns TLS on by STARTTLS where asked. With `cut` a message leaves in writes of so many bytes, each in a turn of
 * the event loop of its own, as from a client that writes line by line.
 */
export async function openSender(port: number, { tls = false, cut = 0 } = {}): Promise<Sender> {
  let socket: Socket = connectTcp({ port, host: "127.0.0.1", noDelay: true });
  await lastReply(socket);
  await command(socket, "EHLO bench.example.com");
  if (tls) {
    await command(socket, "STARTTLS");
    const plain = socket;
    const secure = connectTls({ socket: plain, rejectUnauthorized: false });
    await new Promise<void>((resolve, reject) => {
      secure.once("secureConnect", () => resolve());
      secure.once("error", reject);
    });
    socket = secure;
    await command(socket, "EHLO bench.example.com");
  }
  return conversation(socket, cut);
}

async function command(socket: Socket, line: string): Promise<string> {
  const reply = lastReply(socket);
  socket.write(`${line}\r\n`);
  return reply;
}

/** The last line of the next reply; fails unless it is a 2xx. */
function lastReply(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const more = (chunk: Buffer) => {
      text += chunk.toString("latin1");
      const last = /^(\d{3}) .*\r\n$/m.exec(text);
      if (last === null) return;
      socket.off("data", more).off("error", reject);
      if (last[1]?.startsWith("2")) resolve(text);
      else reject(new Error(text));
    };
    socket.on("data", more).once("error", reject);
  });
}

async function drip(socket: Socket, message: Buffer, cut: number): Promise<void> {
  for (let at = 0; at < message.length; at += cut) {
    socket.write(message.subarray(at, at + cut));
    await setImmediate();
  }
}

/** Replies to one message in order: MAIL 250, RCPT 250, DATA 354, end of data 250. */
function conversation(socket: Socket, cut: number): Sender {
  const waiting: Waiting[] = [];
  let asked = false; // whether MAIL, RCPT and DATA of the first of `waiting` are under way
  let replies = 0;
  let atLineStart = true;

  const fail = (error: Error) => {
    for (const each of waiting.splice(0)) each.failed(error);
    socket.destroy();
  };
  /** All of the first message is written. */
  const ended = () => {
    socket.write(endOfData);
    asked = waiting.length > 1;
    if (asked) socket.write(preamble);
  };
  const replied = () => {
    replies++;
    const [current] = waiting;
    if (current === undefined) return;
    if (replies === 3 && cut > 0) drip(socket, current.message, cut).then(ended, fail);
    else if (replies === 3) {
      socket.cork();
      socket.write(current.message);
      ended();
      socket.uncork();
    } else if (replies === 4) {
      replies = 0;
      waiting.shift();
      current.done();
    }
  };
  socket.on("error", fail).on("close", () => fail(new Error("the server hung up")));
  socket.on("data", (chunk: Buffer) => {
    for (const byte of chunk) {
      if (atLineStart && byte !== 0x32 && byte !== 0x33) return fail(new Error(`refused: ${chunk.toString("latin1")}`));
      atLineStart = byte === 0x0a;
      if (atLineStart) replied();
    }
  });
  return {
    send(message) {
      return new Promise((done, failed) => {
        waiting.push({ message, done, failed });
        if (asked) return;
        asked = true;
        socket.write(preamble);
      });
    },
    quit() {
      socket
        .removeAllListeners("close")
        .removeAllListeners("error")
        .on("error", () => {})
        .end("QUIT\r\n");
    },
  };
}
