import { expect, test } from "vitest";
import { messageText, openServer } from "../../test/smtp/open-server.ts";
import { createTestPolicy, SessionHost } from "../../test/smtp/session-host.ts";
import type { IncomingMessage, ScriptedFault, SmtpHooks } from "./hooks.ts";
import type { Allocator } from "./smtp.ts";

/** Memory that knows how much of it is out, and writes over what comes back. */
class TrackingAllocator implements Allocator {
  allocatedBytes = 0;

  allocate(size: number): Uint8Array {
    this.allocatedBytes += size;
    return new Uint8Array(size);
  }

  release(chunk: Uint8Array): void {
    this.allocatedBytes -= chunk.fill(0x3f).length;
  }
}

const BODY = "Subject: Hello\r\n\r\nHello Zoe\r\n";

async function openTransaction(hooks: SmtpHooks) {
  const allocator = new TrackingAllocator();
  const {
    connectClient: client,
    messages,
    waitForClose,
    server,
  } = await openServer({ hooks, allocator, limits: { messageSize: 10_000 } });
  const sender = await client();
  for (const line of ["EHLO a.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"])
    await sender.command(line);
  return { memory: allocator, sender, messages, nextClosed: waitForClose, server };
}

test.each<[string, SmtpHooks["onMessage"]]>([
  ["takes it", () => undefined],
  ["refuses it", () => "554 5.6.0 No"],
  [
    "throws",
    () => {
      throw new Error("no");
    },
  ],
])("a message is its hook's, also where that %s", async (_, onMessage) => {
  const {
    memory: allocator,
    sender,
    messages,
  } = await openTransaction({ ...(onMessage && { onMessage }), onError: () => undefined });
  await sender.command(`${BODY}.`);
  await sender.command("RSET");
  expect([messageText(messages[0]), allocator.allocatedBytes]).toEqual([BODY, BODY.length]);
});

test("a message belongs to its hook, even if the connection ends while the hook decides", async () => {
  const given = Promise.withResolvers<IncomingMessage>();
  const decided = Promise.withResolvers<string>();
  const {
    memory: allocator,
    sender,
    server,
  } = await openTransaction({
    onMessage(message) {
      given.resolve(message);
      return decided.promise;
    },
  });
  sender.send(`${BODY}.\r\n`);
  const message = await given.promise;
  await server.close();
  decided.resolve("554 5.6.0 No");
  await decided.promise;
  expect([messageText(message), allocator.allocatedBytes]).toEqual([BODY, BODY.length]);
});

test.each<[string, Omit<ScriptedFault, "id">]>([
  ["refuses it", { reply: "451 4.3.0 Later" }],
  ["takes it in place of the hook", { reply: "250 2.0.0 Taken" }],
  ["hangs up", { drop: true }],
  ["waits, and the connection ends", { delay: 60_000 }],
])("a message that nobody was handed is given back, where a fault %s", async (_, fault) => {
  const asked = Promise.withResolvers<void>();
  const {
    memory: allocator,
    sender,
    messages,
    nextClosed: waitForClose,
    server,
  } = await openTransaction({
    onFault(stage) {
      if (stage !== "message") return undefined;
      asked.resolve();
      return { id: "f1", ...fault };
    },
  });
  const closed = waitForClose();
  sender.send(`${BODY}.\r\n`);
  await asked.promise;
  if (fault.delay === undefined) await sender.read();
  await server.close();
  await closed;
  expect([messages, allocator.allocatedBytes]).toEqual([[], 0]);
});

test("a message that is too big is given back while the rest still comes", () => {
  const allocator = new TrackingAllocator();
  const host = new SessionHost(createTestPolicy({ limits: { messageSize: 1_000 }, allocator }));
  host.send("EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
  host.send("x".repeat(800));
  expect(allocator.allocatedBytes).toBe(800);
  host.send("x".repeat(800));
  expect(allocator.allocatedBytes).toBe(0);
});

test("no hook gets a message after the connection closed, because its memory was released", () => {
  const allocator = new TrackingAllocator();
  const host: SessionHost = new SessionHost(createTestPolicy({ allocator }), ({ stage }) => {
    if (stage === "message") host.close();
    return undefined;
  });
  host.send(`EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n${BODY}.\r\n`);
  expect([host.messages, allocator.allocatedBytes]).toEqual([[], 0]);
});
