import { expect, test } from "vitest";
import { SharedBudget } from "../budget.ts";
import { SessionRecord } from "./session-record.ts";

function createRecord(budget?: SharedBudget): SessionRecord {
  return new SessionRecord({
    id: "s1",
    number: 1,
    listener: "smtp",
    peer: { address: "127.0.0.1", port: 1 },
    openedAt: 0,
    transcriptLines: 10,
    ...(budget !== undefined && { budget }),
  });
}

test("an open session has not failed, and has no end", () => {
  expect(createRecord().summary()).toMatchObject({
    openedAt: "1970-01-01T00:00:00.000Z",
    closedAt: null,
    failed: false,
    messages: 0,
    lastReply: "",
    lastRefusal: "",
  });
});

test.each<readonly [name: string, events: readonly (number | "message")[], failed: boolean]>([
  ["no message", [220, 250], true],
  ["a message", [220, 354, "message", 250], false],
  ["a refusal after the message", [220, "message", 250, 550], true],
  ["a message after a refusal", [220, 450, "message", 250], false],
])("a closed session with %s has failed: see table", (_name, events, failed) => {
  const record = createRecord();
  record.hasClientInput = true;
  for (const event of events) {
    if (event === "message") record.countAcceptedMessage();
    else record.countReply(event, `${event} x\r\n`);
  }
  record.closedAt = 1000;
  expect(record.summary()).toMatchObject({ closedAt: "1970-01-01T00:00:01.000Z", failed });
});

test.each([
  [["550 5.1.1 No\r\n", "503 5.5.1 Send RCPT first\r\n"], "550 5.1.1 No", "503 5.5.1 Send RCPT first"],
  [["503 5.5.1 Send MAIL first\r\n"], "503 5.5.1 Send MAIL first", "503 5.5.1 Send MAIL first"],
  [["550 No\r\n", "450 Later\r\n", "250 OK\r\n"], "450 Later", "250 OK"],
  [["550-No\r\n550 never\r\n"], "550-No", "550-No"],
])("the last refusal of %j is the one that explains the failure", (replies, lastRefusal, lastReply) => {
  const record = createRecord();
  for (const reply of replies) record.countReply(Number(reply.slice(0, 3)), reply);
  const refusals = replies.filter((reply) => Number(reply.slice(0, 3)) >= 400).length;
  expect(record.summary()).toMatchObject({ lastRefusal, lastReply, refusals });
});

test("a client that only connected, as probes do, is no failure", () => {
  const record = createRecord();
  record.countReply(220, "220 x\r\n");
  record.closedAt = 1000;
  expect(record.failed).toBe(false);
  record.hasFault = true;
  expect(record.failed).toBe(true);
});

test("session findings are those that concern each message", () => {
  const record = createRecord();
  expect(record.sessionFindings).toEqual([]);
  record.addFinding("early-talker", { in: "session" }, "");
  record.addFinding("repeated-recipient", { in: "session" }, "");
  expect(record.sessionFindings.map(({ code }) => code)).toEqual(["early-talker"]);
  expect(record.sessionFindings).toBe(record.sessionFindings);
});

test("interrupted data is shown, and can be dropped", () => {
  const record = createRecord();
  expect(record.details().interrupted).toBeNull();
  record.keepInterruptedData({ size: 3, head: Buffer.from("ä\n"), tail: new Uint8Array() });
  expect(record.details().interrupted).toEqual({ size: 3, head: "ä\n", tail: "" });
  expect(record.interruptedBytes).toBe(3);
  record.dropInterruptedData();
  expect(record.interruptedBytes).toBe(0);
});

test("the newest 100 message ids are kept", () => {
  const record = createRecord();
  for (let count = 1; count <= 450; count += 1) {
    record.countAcceptedMessage();
    record.addMessageId(`m${count}`);
  }
  const { messageIds, messages } = record.summary();
  expect(messages).toBe(450);
  expect(messageIds.length).toBe(100);
  expect(messageIds[0]).toBe("m351");
  expect(messageIds.at(-1)).toBe("m450");
});

test("the memory of a record is bounded, whatever happens in its session", () => {
  const budget = new SharedBudget(1024 * 1024);
  const record = createRecord(budget);
  for (let count = 0; count < 10_000; count += 1) {
    record.countAcceptedMessage();
    record.addMessageId(`m${count}`);
    record.addFinding("no-quit", { in: "session" }, "");
    record.transcript.add("client", "x".repeat(100), 102, 0);
  }
  expect(record.heapBytes).toBe(budget.used);
  expect(record.heapBytes).toBeLessThan(32 * 1024);
});

test("the user of a session is recorded, and counted in its memory", () => {
  const record = createRecord(new SharedBudget(1024 * 1024));
  const before = record.heapBytes;
  record.setAuth({ mechanism: "PLAIN", user: "x".repeat(5000) });
  expect(record.summary().auth).toMatchObject({ mechanism: "PLAIN" });
  expect(record.heapBytes).toBeGreaterThanOrEqual(before + 4000);
  record.setAuth(null);
  expect(record.summary().auth).toBeNull();
});

test("findings are kept even if the budget is exhausted", () => {
  const record = createRecord(new SharedBudget(0));
  record.addFinding("no-quit", { in: "session" }, "");
  record.transcript.add("client", "NOOP", 6, 0);
  expect(record.details()).toMatchObject({
    findingCounts: { error: 0, warning: 0, info: 1 },
    transcript: [],
    dropped: 1,
  });
});
