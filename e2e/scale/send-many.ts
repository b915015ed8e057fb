import { once } from "node:events";
import { connect } from "node:net";

/** Creates the message with this number, with CRLF line ends and without lines that begin with a dot. */
type MessageSource = (at: number) => string;

/**
 * Sends `count` messages over a few connections, each message as soon as the previous one was accepted.
 *
 * @returns the elapsed time in ms
 */
export async function sendMany(port: number, count: number, source: MessageSource, connections = 4): Promise<number> {
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, () => sendOverConnection(port, () => (next < count ? source(next++) : null))),
  );
  return performance.now() - started;
}

/** The envelope is pipelined after the previous message (RFC 2920), so that a message costs one round trip. */
async function sendOverConnection(port: number, nextMessage: () => string | null): Promise<void> {
  const socket = connect(port, "127.0.0.1").setEncoding("latin1").setNoDelay();
  const envelope = "MAIL FROM:<jo@example.com>\r\nRCPT TO:<ann@example.com>\r\nDATA\r\n";
  let message = nextMessage();
  socket.write(`EHLO scale.example\r\n${message === null ? "QUIT\r\n" : envelope}`);
  let received = "";
  socket.on("data", (text: string) => {
    received += text;
    while (message !== null && /^354/m.test(received)) {
      received = received.slice(received.search(/^354/m) + 3);
      const sent = message;
      message = nextMessage();
      socket.write(`${sent}.\r\n${message === null ? "QUIT\r\n" : envelope}`);
    }
  });
  await once(socket, "close");
}
