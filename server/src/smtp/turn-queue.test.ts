import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { messageText, openServer } from "../../test/smtp/open-server.ts";
import { TurnQueue } from "./turn-queue.ts";

/** Takes the CPU for a while, as a recipient that a hook looks up. Slices are divided by the time that is used. */
function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Counts what happens within each turn of the event loop, until `stop`. */
function countPerTurn() {
  const counts: number[] = [];
  let count = 0;
  let isStopped = false;
  const nextTurn = () => {
    if (count > 0) counts.push(count);
    count = 0;
    if (!isStopped) void setImmediate().then(nextTurn);
  };
  void setImmediate().then(nextTurn);
  return {
    add: () => void count++,
    stop: () => {
      isStopped = true;
      return counts;
    },
  };
}

const recipients = (count: number, domain: string) => Array.from({ length: count }, (_, at) => `r${at}@${domain}`);
const burst = (to: readonly string[], text: string) =>
  `MAIL FROM:<a@b.example>\r\n${to.map((address) => `RCPT TO:<${address}>\r\n`).join("")}BDAT ${text.length} LAST\r\n${text}QUIT\r\n`;

test("bursts of several clients are carried out in slices, each in its order", async () => {
  const turns = countPerTurn();
  const onRcpt = () => {
    spin(0.1);
    turns.add();
  };
  const { connectClient, messages } = await openServer({ limits: { recipients: 2_000 }, hooks: { onRcpt } });
  const domains = ["one.example", "two.example", "three.example"];
  const clients = await Promise.all(domains.map(() => connectClient()));
  for (const client of clients) await client.command("EHLO client.example");
  for (const [at, client] of clients.entries())
    client.send(burst(recipients(1_000, domains[at] ?? ""), `text for ${domains[at]}\r\n`));
  const replies = await Promise.all(clients.map((client) => client.readUntilClosed()));
  // 64 recipients take longer than a slice. Each connection has its first one when its burst is read.
  expect(Math.max(...turns.stop())).toBeLessThan(1_000);
  for (const text of replies) expect(text.match(/^250 2\.1\.5 /gm)).toHaveLength(1_000);
  expect(messages).toHaveLength(3);
  for (const message of messages) {
    const domain = message.envelope.to[0]?.address.split("@")[1] ?? "";
    expect(message.envelope.to.map(({ address }) => address)).toEqual(recipients(1_000, domain));
    expect(messageText(message)).toBe(`text for ${domain}\r\n`);
  }
});

test("input that comes while a burst waits for its next slice is read behind it", async () => {
  const { connectClient, messages } = await openServer({
    limits: { recipients: 20_000 },
    hooks: { onRcpt: () => spin(0.02) },
  });
  const client = await connectClient();
  await client.command("EHLO client.example");
  // More than one read takes, so that some of it comes while the rest is being carried out.
  const to = recipients(15_000, `${"long".repeat(10)}.example`);
  const mails = [to, to.slice(0, 10), to.slice(10, 20)];
  client.send(mails.map((some, at) => burst(some, `mail ${at}\r\n`).replace("QUIT\r\n", "")).join(""));
  client.send("QUIT\r\n");
  expect(await client.readUntilClosed()).toMatch(/\r\n221 [^\r]*\r\n$/);
  expect(messages.map(messageText)).toEqual(["mail 0\r\n", "mail 1\r\n", "mail 2\r\n"]);
  expect(messages.map(({ envelope }) => envelope.to.map(({ address }) => address))).toEqual(mails);
});

test("all reads of a turn share a time slice; the next turn has another", async () => {
  const turns = new TurnQueue();
  const end = turns.endOfSlice(1_000);
  expect(end).toBeGreaterThan(1_000);
  expect(turns.endOfSlice(1_003)).toBe(end);
  await setImmediate();
  expect(turns.endOfSlice(1_010)).toBe(end + 10);
});

test("a connection that continues has a slice of its own, and none while others wait", async () => {
  const turns = new TurnQueue();
  const ends: number[] = [];
  const add = (now: number) => turns.add(() => ends.push(turns.endOfSlice(now) - now));
  add(1_000);
  add(2_000);
  expect(turns.endOfSlice(500)).toBe(500);
  await expect.poll(() => ends.length).toBe(2);
  expect([ends[0], (ends[1] ?? 0) > 0]).toEqual([0, true]);
});
