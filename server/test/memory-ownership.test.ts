import { array, assert, constant, constantFrom, nat, oneof, property, record } from "fast-check";
import { expect, test } from "vitest";
import { createMailbox } from "../src/mailbox/create-mailbox.ts";
import type { MessageHandle, StoredMessage } from "../src/mailbox/mailbox.ts";
import { nodeByteOps } from "../src/smtp/node-platform.ts";
import type { Decision, DecisionRequest } from "../src/smtp/protocol/decision.ts";
import { REPLIES } from "../src/smtp/protocol/replies.ts";
import { createTestPolicy, SessionHost } from "./smtp/session-host.ts";

const KiB = 1024;

/** The engine in a mailbox's memory. Released memory is overwritten immediately, so that a later read of it is detected. */
function createEngine(messages: number, strict = false) {
  const mailbox = createMailbox({ limits: { messages } });
  const slabs = new Set<ArrayBufferLike>();
  const allocate = (size: number) => {
    const chunk = mailbox.allocator.allocate(size);
    slabs.add(chunk.buffer);
    return chunk;
  };
  const release = (chunk: Uint8Array) => mailbox.allocator.release(chunk.fill(0x3f));
  const options = { limits: { messageSize: 200 * KiB }, allocator: { allocate, release }, strict };
  return {
    mailbox,
    /** All slabs that were ever used. */
    slabs,
    connect: (decide?: (request: DecisionRequest) => Decision) =>
      new SessionHost(createTestPolicy(options, nodeByteOps), decide, ({ raw, size, envelope, findings }) => {
        mailbox.add({ raw, size, envelope, findings, sessionId: null, receivedAt: 0 });
      }),
    /** The slabs to allocate from, as many as there were. */
    next: () =>
      new Set([...slabs].flatMap(() => Array.from({ length: 8 }, () => mailbox.allocator.allocate(512 * KiB).buffer))),
  };
}

const refuseMessage = ({ stage }: DecisionRequest): Decision => (stage === "message" ? REPLIES.hookFailed : undefined);

/** Possible outcomes of a message. */
const OUTCOMES: readonly {
  readonly name: string;
  readonly begin?: string;
  readonly size?: number;
  readonly end?: string;
  readonly says: RegExp;
  readonly decide?: typeof refuseMessage;
  readonly strict?: boolean;
}[] = [
  { name: "was stored", says: /250 2\.0\.0 OK: message accepted[^\r]*\r\n$/ },
  { name: "was too big", size: 300 * KiB, says: /552 5\.3\.4 [^\r]*\r\n$/ },
  { name: "a fault refused", decide: refuseMessage, says: /451 [^\r]*\r\n$/ },
  { name: "strictness refused", strict: true, says: /554 5\.6\.0 [^\r]*\r\n$/ },
  { name: "was reset", begin: `BDAT ${100 * KiB}\r\n`, end: "RSET\r\n", says: /250 2\.0\.0 OK\r\n$/ },
  { name: "never ended", end: "", says: /354 [^\r]*\r\n$/ },
];

test.each(OUTCOMES)("memory of a message that $name is used again", (fate) => {
  const { begin = "DATA\r\n", size = 100 * KiB, end = "\r\n.\r\n", says, decide, strict } = fate;
  const { mailbox, slabs, connect, next } = createEngine(20, strict);
  for (let round = 0; round < 30; round += 1) {
    const clients = Array.from({ length: 10 }, () => connect(decide));
    const all = (bytes: string) => clients.forEach((client) => client.send(bytes));
    for (const command of ["EHLO a.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>"]) all(`${command}\r\n`);
    all(begin);
    for (let left = size; left > 0; left -= KiB) all("x".repeat(Math.min(left, KiB)));
    all(end);
    for (const client of clients) {
      expect(client.output).toMatch(says);
      client.close();
    }
  }
  // 30 MB arrived, of which at most 2 MB are kept.
  expect(slabs.size).toBeLessThanOrEqual(3);
  mailbox.clear();
  expect(next()).toEqual(slabs);
});

test("a message received byte by byte takes at most 1.5 times its size, and is contiguous if no other client sends", () => {
  const { allocator: memory } = createMailbox();
  let taken = 0;
  const allocate = (size: number) => {
    taken += size;
    return memory.allocate(size);
  };
  const policy = createTestPolicy(
    { limits: { messageSize: 200 * KiB }, allocator: { allocate, release: (chunk) => memory.release(chunk) } },
    nodeByteOps,
  );
  const places: number[] = [];
  const client = new SessionHost(policy, undefined, ({ raw }) => places.push(raw.length));
  const text = `${"x".repeat(10 * KiB)}\r\n`;
  client.send("EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
  for (const byte of `${text}.\r\n`) client.send(byte);
  expect([client.messages, places]).toEqual([[text], [1]]);
  expect(taken).toBeLessThanOrEqual(1.5 * text.length);
});

/** The message with this number, in which each byte identifies it. Some are too large, refused or reset: these are not stored. */
function createMarkedMessage(number: number, size: number): { text: string; wire: string } {
  const byte = String.fromCharCode(0x41 + (number % 52));
  const text = `${byte.repeat(number % 7 === 6 ? size + 200 * KiB : size)}\r\n`;
  const from = number % 5 === 4 ? "refused" : number;
  const envelope = `MAIL FROM:<${from}@a.example>\r\nRCPT TO:<c@d.example>\r\n`;
  const data = `DATA\r\n${text}.\r\n`;
  const chunks = `BDAT ${text.length}\r\n${text}${number % 8 === 0 ? "RSET" : "BDAT 0 LAST"}\r\n`;
  return { text, wire: `${envelope}${number % 4 === 0 ? chunks : data}` };
}

/** Accepts or refuses a message, as its sender requests. */
function refuseMarkedSenders(): (request: DecisionRequest) => Decision {
  let refused = false;
  return (request) => {
    if (request.stage === "mail") refused = request.path.address.startsWith("refused");
    return request.stage === "message" && refused ? REPLIES.hookFailed : undefined;
  };
}

const openAll = (items: readonly MessageHandle[]): StoredMessage[] => items.flatMap((message) => message.open() ?? []);

const client = nat({ max: 3 });
const bytes = oneof(nat({ max: 2 * KiB }), nat({ max: 100 * KiB }));
const actions = array(
  oneof(
    { weight: 8, arbitrary: record({ act: constant("send" as const), client, bytes }) },
    { weight: 1, arbitrary: record({ act: constantFrom("hang up", "read", "remove", "clear"), client, bytes }) },
  ),
  { minLength: 50, maxLength: 300 },
);
const sizes = array(bytes, { minLength: 3, maxLength: 10 });

test("a message keeps its bytes whatever happens to others, and all memory is reused", () => {
  assert(
    property(actions, sizes, (list, some) => {
      const { mailbox, slabs, connect, next } = createEngine(8);
      const open = () => ({ host: connect(refuseMarkedSenders()), unsent: "EHLO a.example\r\n" });
      const clients = Array.from({ length: 4 }, open);
      const texts = new Map<string, string>();
      const read: StoredMessage[] = [];
      for (const each of list) {
        const at = clients[each.client] ?? open();
        const { items } = mailbox.list({ limit: each.act === "send" ? 0 : 2 });
        if (each.act === "send") {
          if (at.unsent.length < each.bytes) {
            const { text, wire } = createMarkedMessage(texts.size, some[texts.size % some.length] ?? 0);
            texts.set(`${texts.size}@a.example`, text);
            at.unsent += wire;
          }
          at.host.send(at.unsent.slice(0, each.bytes));
          at.unsent = at.unsent.slice(each.bytes);
        } else if (each.act === "hang up") {
          at.host.close();
          clients[each.client] = open();
        } else if (each.act === "read") read.push(...openAll(items));
        else if (each.act === "remove") mailbox.remove(items.map(({ id }) => id));
        else mailbox.clear();
      }
      read.push(...openAll(mailbox.list({ limit: 8 }).items));
      for (const each of read)
        expect(each.mail().raw().toString("latin1") === texts.get(each.envelope.from.address)).toBe(true);
      for (const { host } of clients) host.close();
      mailbox.clear();
      expect(next()).toEqual(slabs);
    }),
    { numRuns: 100 },
  );
}, 60_000);
