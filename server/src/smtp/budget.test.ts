import { expect, test } from "vitest";
import { openServer } from "../../test/smtp/open-server.ts";
import { createTestPolicy, SessionHost } from "../../test/smtp/session-host.ts";
import { SharedBudget } from "./smtp.ts";

const ENVELOPE = "EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n";
const lastReply = (host: SessionHost): string => host.output.trimEnd().split("\r\n").at(-1) ?? "";

test("what does not fit beside the messages of others gets 452 4.3.1, and the session continues", () => {
  const data = new SharedBudget(1500);
  const policy = createTestPolicy({ limits: { messageSize: 1000 }, budgets: { data } });
  const [first, second] = [new SessionHost(policy), new SessionHost(policy)];
  for (const host of [first, second]) host.send(`${ENVELOPE}DATA\r\n`);
  first.send("x".repeat(900));
  second.send("x".repeat(900));
  second.send("\r\n.\r\n");
  expect(lastReply(second)).toMatch(/^452 4\.3\.1 /);
  expect(data.used).toBe(900);
  first.send("\r\n.\r\n");
  expect([lastReply(first), data.used]).toEqual(["250 2.0.0 OK: message accepted", 0]);
  second.send(`${ENVELOPE}DATA\r\n${"x".repeat(900)}\r\n.\r\n`);
  expect([lastReply(second), data.used]).toEqual(["250 2.0.0 OK: message accepted", 0]);
});

test("what could never fit gets 552 5.3.4", () => {
  const host = new SessionHost(
    createTestPolicy({ limits: { messageSize: 1000 }, budgets: { data: new SharedBudget(500) } }),
  );
  host.send(`${ENVELOPE}DATA\r\n${"x".repeat(900)}\r\n.\r\n`);
  expect(lastReply(host)).toMatch(/^552 5\.3\.4 /);
});

test("a chunk of BDAT that does not fit gets 452 4.3.1", () => {
  const data = new SharedBudget(1500);
  data.reserve(1000);
  const host = new SessionHost(createTestPolicy({ limits: { messageSize: 1000 }, budgets: { data } }));
  host.send(`${ENVELOPE}BDAT 900\r\n${"x".repeat(900)}`);
  expect([lastReply(host), data.used]).toEqual([expect.stringMatching(/^452 4\.3\.1 /), 1000]);
});

test("recipients that do not fit get 452 4.3.1; those of a finished transaction make place", () => {
  const recipients = new SharedBudget(1000);
  const host = new SessionHost(createTestPolicy({ limits: { recipients: 100 }, budgets: { recipients } }));
  host.send(ENVELOPE + "RCPT TO:<c@d.example>\r\n".repeat(10));
  expect(lastReply(host)).toMatch(/^452 4\.3\.1 /);
  host.send("RSET\r\n");
  expect(recipients.used).toBe(0);
});

test("a transcript that does not fit is left out, and counted", () => {
  const records = new SharedBudget(8000);
  const policy = createTestPolicy({ budgets: { records } });
  const host = new SessionHost(policy);
  host.send("NOOP some words\r\n".repeat(50));
  const { transcript, dropped } = host.record.details();
  expect(transcript.length).toBeGreaterThan(5);
  expect(transcript.length + dropped).toBe(101);
  expect(records.used).toBeLessThanOrEqual(8000);
});

test("a client that sends without end and reads nothing cannot take more than the budget", async () => {
  const data = new SharedBudget(64 * 1024);
  const opened = await openServer({ budgets: { data }, limits: { errors: 1_000_000 } });
  const client = await opened.connectClient();
  const closed = opened.waitForClose();
  client.stopReading();
  client.send("HELP\r\n".repeat(1_000_000));
  await closed;
  expect(data.used).toBe(0);
});

test("a command line without an end gets 500 once, and the connection is closed", async () => {
  const opened = await openServer();
  const client = await opened.connectClient();
  const closed = opened.waitForClose();
  for (let count = 0; count < 40; count += 1) client.send("z".repeat(64 * 1024));
  expect(await client.readUntilClosed()).toBe("500 5.5.2 Line too long\r\n");
  expect((await closed).details().findings.map(({ code }) => code)).toContain("command-line-too-long");
});

test("chunks that come one by one and are never the last get 421 in the end", async () => {
  const client = await (await openServer({ limits: { idleTimeout: 60_000, dataTimeout: 100 } })).connectClient();
  client.send(ENVELOPE);
  const dribble = setInterval(() => client.send("BDAT 1\r\nx"), 20);
  try {
    expect(await client.readUntilClosed()).toMatch(/421 4\.4\.2 [^\r]*\r\n$/);
  } finally {
    clearInterval(dribble);
  }
});

test.each([
  ["a command line", "", { idleTimeout: 200, dataTimeout: 60_000 }],
  ["a message", `${ENVELOPE}DATA\r\n`, { idleTimeout: 60_000, dataTimeout: 100 }],
])("%s that comes byte by byte and never ends gets 421", async (_name, begin, limits) => {
  const client = await (await openServer({ limits })).connectClient();
  client.send(begin);
  const dribble = setInterval(() => client.send("x"), 5);
  try {
    expect(await client.readUntilClosed()).toMatch(/421 4\.4\.2 [^\r]*\r\n$/);
  } finally {
    clearInterval(dribble);
  }
});
