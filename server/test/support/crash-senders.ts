import { connect } from "node:net";
import { createInterface } from "node:readline";
import { expect } from "vitest";

// Senders that note what was acknowledged, and a check that a server has it: byte for byte, once, and in the order of each connection.

export interface Sent {
  readonly name: string;
  readonly source: string;
}

/** Different sizes, so that messages are in one chunk and in several. */
function createSource(name: string, number: number): string {
  const lines = Array.from({ length: 1 + ((number * 37) % 90) }, (_, at) => `Line ${at} of ${name} ${"x".repeat(60)}`);
  return [`Subject: ${name}`, "", ...lines, ""].join("\r\n");
}

/** Sends messages over one connection, one after the other, until it is closed or `isOver`. Calls `onAcknowledged` for each 250. */
export async function sendUntilClosed(
  port: number,
  prefix: string,
  onAcknowledged: (sent: Sent) => void,
  isOver?: AbortSignal,
): Promise<void> {
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
    if (isOver?.aborted) break;
  }
  socket.destroy();
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

/**
 * Expects that a server has every acknowledged message.
 *
 * @returns how many it has that were not acknowledged
 */
export async function expectKept(httpPort: number, acknowledged: readonly Sent[]): Promise<number> {
  const kept = await readKept(httpPort);
  const lastSeqBySender = new Map<string, number>();
  for (const { name, source } of acknowledged) {
    const message = kept.get(name);
    expect(message?.source, `${name} was acknowledged`).toBe(source);
    const sender = name.replace(/-\d+$/, "");
    expect(message?.seq).toBeGreaterThan(lastSeqBySender.get(sender) ?? 0);
    lastSeqBySender.set(sender, message?.seq ?? 0);
  }
  return kept.size - acknowledged.length;
}
