import { connect as connectTcp, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { connect as connectTls } from "node:tls";

/**
 * One connection of the bench's own load generator. It pipelines (RFC 2920) as far as DATA allows: the end of one message
 * and the next MAIL, RCPT and DATA leave in one write, so that a message costs one round trip and one write each way.
 */
export interface Sender {
  /** Sends one message; resolves when its 250 arrives. Calls may overlap; they are executed in order. */
  send(message: Buffer): Promise<void>;
  quit(): void;
}

const ENVELOPE_COMMANDS = "MAIL FROM:<ann@example.com>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n";
const END_OF_DATA = Buffer.from(".\r\n");

interface QueuedMessage {
  readonly message: Buffer;
  readonly done: () => void;
  readonly failed: (error: Error) => void;
}

/**
 * Connects, greets, and optionally starts TLS by STARTTLS. With `cut`, a message is sent in writes of that many bytes, each in a
 * separate turn of the event loop, like a client that writes line by line.
 */
export async function openSender(port: number, { tls = false, cut = 0 } = {}): Promise<Sender> {
  let socket: Socket = connectTcp({ port, host: "127.0.0.1", noDelay: true });
  await readReply(socket);
  await sendSmtpCommand(socket, "EHLO bench.example.com");
  if (tls) {
    await sendSmtpCommand(socket, "STARTTLS");
    const plain = socket;
    const secure = connectTls({ socket: plain, rejectUnauthorized: false });
    await new Promise<void>((resolve, reject) => {
      secure.once("secureConnect", () => resolve());
      secure.once("error", reject);
    });
    socket = secure;
    await sendSmtpCommand(socket, "EHLO bench.example.com");
  }
  return createSender(socket, cut);
}

async function sendSmtpCommand(socket: Socket, line: string): Promise<string> {
  const reply = readReply(socket);
  socket.write(`${line}\r\n`);
  return reply;
}

/** Returns the last line of the next reply; fails unless it is a 2xx. */
function readReply(socket: Socket): Promise<string> {
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

async function writeInPieces(socket: Socket, message: Buffer, cut: number): Promise<void> {
  for (let at = 0; at < message.length; at += cut) {
    socket.write(message.subarray(at, at + cut));
    await setImmediate();
  }
}

/** Replies to one message in order: MAIL 250, RCPT 250, DATA 354, end of data 250. */
function createSender(socket: Socket, cut: number): Sender {
  const queue: QueuedMessage[] = [];
  let isEnvelopeSent = false; // whether MAIL, RCPT and DATA of the first of `waiting` were sent
  let replyCount = 0;
  let atLineStart = true;

  const fail = (error: Error) => {
    for (const each of queue.splice(0)) each.failed(error);
    socket.destroy();
  };
  /** The first message was written completely. */
  const finishMessage = () => {
    socket.write(END_OF_DATA);
    isEnvelopeSent = queue.length > 1;
    if (isEnvelopeSent) socket.write(ENVELOPE_COMMANDS);
  };
  const onReplyLine = () => {
    replyCount++;
    const [current] = queue;
    if (current === undefined) return;
    if (replyCount === 3 && cut > 0) writeInPieces(socket, current.message, cut).then(finishMessage, fail);
    else if (replyCount === 3) {
      socket.cork();
      socket.write(current.message);
      finishMessage();
      socket.uncork();
    } else if (replyCount === 4) {
      replyCount = 0;
      queue.shift();
      current.done();
    }
  };
  socket.on("error", fail).on("close", () => fail(new Error("the server hung up")));
  socket.on("data", (chunk: Buffer) => {
    for (const byte of chunk) {
      if (atLineStart && byte !== 0x32 && byte !== 0x33) return fail(new Error(`refused: ${chunk.toString("latin1")}`));
      atLineStart = byte === 0x0a;
      if (atLineStart) onReplyLine();
    }
  });
  return {
    send(message) {
      return new Promise((done, failed) => {
        queue.push({ message, done, failed });
        if (isEnvelopeSent) return;
        isEnvelopeSent = true;
        socket.write(ENVELOPE_COMMANDS);
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
