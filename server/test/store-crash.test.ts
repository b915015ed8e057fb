import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { startChildServer } from "./support/child-server.ts";
import { createTempFolder, runMailglass } from "./support/run-program.ts";

// The built server with a store is killed while mail arrives. Every message that it has acknowledged must be there afterwards:
// byte for byte, once, and in the order of each connection.

const ROUNDS = 5;
const SENDERS = 8;
/** A round ends after this many acknowledged messages, so that the test does not depend on the speed of the machine. */
const MESSAGES_PER_ROUND = 300;

interface Sent {
  readonly name: string;
  readonly source: string;
}

/** Different sizes, so that messages are in one chunk and in several. */
function createSource(name: string, number: number): string {
  const lines = Array.from({ length: 1 + ((number * 37) % 90) }, (_, at) => `Line ${at} of ${name} ${"x".repeat(60)}`);
  return [`Subject: ${name}`, "", ...lines, ""].join("\r\n");
}

/** Sends messages over one connection, one after the other, until it is closed. Calls `onAcknowledged` for each 250. */
async function sendUntilClosed(port: number, prefix: string, onAcknowledged: (sent: Sent) => void): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  const readReply = async (): Promise<string | undefined> => {
    for (;;) {
      const { value, done } = await replies.next().catch(() => ({ value: undefined, done: true }));
      if (done) return undefined;
      if (value !== undefined && /^\d{3} /.test(value)) return value;
    }
  };
  const exchange = async (text: string) => {
    socket.write(text);
    return readReply();
  };
  await readReply();
  await exchange("EHLO client.example\r\n");
  for (let number = 1; ; number++) {
    const name = `${prefix}-${number}`;
    const source = createSource(name, number);
    await exchange("MAIL FROM:<a@example.com>\r\n");
    await exchange("RCPT TO:<b@example.net>\r\n");
    await exchange("DATA\r\n");
    const reply = await exchange(`${source}.\r\n`);
    if (reply === undefined) return;
    if (reply.startsWith("250")) onAcknowledged({ name, source });
  }
}

async function readKept(httpPort: number): Promise<Map<string, { source: string; seq: number }>> {
  const origin = `http://127.0.0.1:${httpPort}`;
  const kept = new Map<string, { source: string; seq: number }>();
  for (let before: number | null = null; ; ) {
    const response = await fetch(`${origin}/api/messages?limit=1000${before === null ? "" : `&before=${before}`}`);
    const page = (await response.json()) as {
      items: { id: string; subject: string; seq: number }[];
      next: number | null;
    };
    for (const { id, subject, seq } of page.items) {
      expect(kept.has(subject), `${subject} is there twice`).toBe(false);
      kept.set(subject, { source: await (await fetch(`${origin}/api/messages/${id}/raw`)).text(), seq });
    }
    if (page.next === null) return kept;
    before = page.next;
  }
}

test("no acknowledged message is lost when the server is killed under load", async () => {
  const file = join(createTempFolder(), "mail.db");
  const acknowledged: Sent[] = [];
  const start = async () => {
    const server = await startChildServer({ built: true, flags: ["--store", file, "--max-messages", "100000"] });
    onTestFinished(() => server.kill());
    return server;
  };
  for (let round = 1; round <= ROUNDS; round++) {
    const server = await start();
    const target = acknowledged.length + MESSAGES_PER_ROUND;
    const onAcknowledged = (sent: Sent) => {
      acknowledged.push(sent);
      if (acknowledged.length === target) server.kill();
    };
    await Promise.all(
      Array.from({ length: SENDERS }, (_, sender) =>
        sendUntilClosed(server.smtpPort, `r${round}s${sender}`, onAcknowledged),
      ),
    );
    expect(await runMailglass(["store", "check", file])).toMatchObject({ code: 0 });
  }
  const server = await start();
  const kept = await readKept(server.httpPort);
  const lastSeqBySender = new Map<string, number>();
  for (const { name, source } of acknowledged) {
    const message = kept.get(name);
    expect(message?.source, `${name} was acknowledged`).toBe(source);
    const sender = name.replace(/-\d+$/, "");
    expect(message?.seq).toBeGreaterThan(lastSeqBySender.get(sender) ?? 0);
    lastSeqBySender.set(sender, message?.seq ?? 0);
  }
  // At most one message of each connection was stored without an acknowledgement.
  expect(kept.size - acknowledged.length).toBeLessThanOrEqual(ROUNDS * SENDERS);
  expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS * MESSAGES_PER_ROUND);
  expect(await server.stop()).toBe(0);
});
