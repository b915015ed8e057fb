import { expect, test } from "vitest";
import type { IncomingMessage, ScriptedFault, SmtpHooks } from "./hooks.ts";
import type { Memory } from "./smtp.ts";
import { CoreHost, testPolicy } from "./testing/core-host.ts";
import { openServer, text } from "./testing/open-server.ts";

/** Memory that knows how much of it is out, and writes over what comes back. */
class Lent implements Memory {
  octets = 0;

  take(size: number): Uint8Array {
    this.octets += size;
    return new Uint8Array(size);
  }

  giveBack(room: Uint8Array): void {
    this.octets -= room.fill(0x3f).length;
  }
}

const BODY = "Subject: Hello\r\n\r\nHello Zoe\r\n";

async function send(hooks: SmtpHooks) {
  const memory = new Lent();
  const { client, messages, nextClosed, server } = await openServer({ hooks, memory, limits: { messageSize: 10_000 } });
  const sender = await client();
  for (const line of ["EHLO a.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"])
    await sender.say(line);
  return { memory, sender, messages, nextClosed, server };
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
  const { memory, sender, messages } = await send({ ...(onMessage && { onMessage }), onError: () => undefined });
  await sender.say(`${BODY}.`);
  await sender.say("RSET");
  expect([text(messages[0]), memory.octets]).toEqual([BODY, BODY.length]);
});

test("a message is its hook's, also where the connection ends while the hook decides", async () => {
  const given = Promise.withResolvers<IncomingMessage>();
  const decided = Promise.withResolvers<string>();
  const { memory, sender, server } = await send({
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
  expect([text(message), memory.octets]).toEqual([BODY, BODY.length]);
});

test.each<[string, Omit<ScriptedFault, "id">]>([
  ["refuses it", { reply: "451 4.3.0 Later" }],
  ["takes it in place of the hook", { reply: "250 2.0.0 Taken" }],
  ["hangs up", { drop: true }],
  ["waits, and the connection ends", { delay: 60_000 }],
])("a message that nobody was handed is given back, where a fault %s", async (_, fault) => {
  const asked = Promise.withResolvers<void>();
  const { memory, sender, messages, nextClosed, server } = await send({
    onFault(stage) {
      if (stage !== "message") return undefined;
      asked.resolve();
      return { id: "f1", ...fault };
    },
  });
  const closed = nextClosed();
  sender.send(`${BODY}.\r\n`);
  await asked.promise;
  if (fault.delay === undefined) await sender.read();
  await server.close();
  await closed;
  expect([messages, memory.octets]).toEqual([[], 0]);
});

test("a message that is too big is given back while the rest still comes", () => {
  const memory = new Lent();
  const host = new CoreHost(testPolicy({ limits: { messageSize: 1_000 }, memory }));
  host.send("EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
  host.send("x".repeat(800));
  expect(memory.octets).toBe(800);
  host.send("x".repeat(800));
  expect(memory.octets).toBe(0);
});

test("nobody is handed a message once the connection is gone, since it was given back", () => {
  const memory = new Lent();
  const host: CoreHost = new CoreHost(testPolicy({ memory }), ({ stage }) => {
    if (stage === "message") host.close();
    return undefined;
  });
  host.send(`EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n${BODY}.\r\n`);
  expect([host.messages, memory.octets]).toEqual([[], 0]);
});
