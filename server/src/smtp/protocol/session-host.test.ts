import { expect, test } from "vitest";
import { createTestPolicy, SessionHost } from "../../../test/smtp/session-host.ts";
import { nodeByteOps } from "../node-platform.ts";
import { SharedBudget } from "./budget.ts";
import type { Decision } from "./decision.ts";
import { SessionRecord } from "./record/session-record.ts";
import type { Reply } from "./reply.ts";
import { Session } from "./session.ts";

/** The contract between a session and its host, which the dialogues do not cover. */

const MESSAGE = "EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n";

function createSession(options: Parameters<typeof createTestPolicy>[0] = {}): Session {
  const record = new SessionRecord({
    id: "s1",
    number: 1,
    listener: "smtp",
    peer: { address: "127.0.0.1", port: 1 },
    openedAt: 0,
    transcriptLines: 10,
  });
  return new Session(createTestPolicy(options, nodeByteOps), record);
}

test("a decision request is returned once, and blocks the session until it is answered", () => {
  const session = createSession();
  session.receive(Buffer.from("NOOP\r\n"));
  expect(session.nextStep()).toEqual({ type: "decide", request: { stage: "connect" } });
  expect(session.nextStep()).toBeUndefined();
  expect(session.drainOutput()).toBe("");
  session.decide();
  expect(session.nextStep()).toBeUndefined();
  expect(session.drainOutput()).toBe("220 mx.example ESMTP Mailglass\r\n250 2.0.0 OK\r\n");
});

test("an unrequested decision is ignored", () => {
  const session = createSession();
  session.decide({ code: 550, text: "No" });
  expect(session.drainOutput()).toBe("");
  expect(session.detachMessage()).toBeUndefined();
});

test("input after the end of the session is dropped", () => {
  const host = new SessionHost(createTestPolicy({}));
  host.send("QUIT\r\n");
  host.session.receive(Buffer.from("NOOP\r\n"));
  expect(host.session.nextStep()).toBeUndefined();
  expect(host.session.drainOutput()).toBe("");
});

test("a refused connection is closed at once only if the client has not sent anything", () => {
  for (const early of ["", "EHLO a.example\r\n"]) {
    const session = createSession();
    session.receive(Buffer.from(early));
    session.nextStep();
    session.decide({ code: 554, text: "No" });
    expect(session.nextStep()).toMatchObject({ type: "close", immediately: early === "" });
    expect(session.drainOutput()).toBe("554 No\r\n");
  }
});

test.each([
  ["during a message", `${MESSAGE}a\r\n`, "hung-up-mid-message"],
  ["between commands", "EHLO a.example\r\n", "no-quit"],
])("a client that closes the connection %s gets a finding, once", (_name, octets, code) => {
  const host = new SessionHost(createTestPolicy({}));
  host.send(octets);
  host.close();
  host.close();
  expect(host.findingCodes).toContain(code);
  expect(host.record.details().transcript.filter(({ kind }) => kind === "close").length).toBe(1);
  expect(host.messages).toEqual([]);
});

test("a client that sends QUIT gets no finding", () => {
  const host = new SessionHost(createTestPolicy({}));
  host.send("QUIT\r\n");
  host.close();
  expect(host.findingCodes).not.toContain("no-quit");
});

test("an idle timeout sends 421 (RFC 5321 §4.5.3.2.7)", () => {
  const host = new SessionHost(createTestPolicy({}));
  host.session.onTimeout();
  host.runSteps();
  expect(host.output).toMatch(/421 4\.4\.2 [^\r]*\r\n$/);
  expect(host.isClosed).toBe(true);
});

test("a failed handshake ends the session", () => {
  const session = createSession();
  session.nextStep();
  session.decide();
  session.onTlsFailure({ code: "tls-handshake-failed", reason: "no shared cipher" });
  session.receive(Buffer.from("NOOP\r\n"));
  expect(session.nextStep()).toBeUndefined();
});

test("the message in progress has a number of its own, also between chunks", () => {
  const host = new SessionHost(createTestPolicy({}));
  expect(host.session.messageInProgress).toBeUndefined();
  host.send(`${MESSAGE}a`);
  const first = host.session.messageInProgress;
  expect(first).toBeDefined();
  host.send("\r\n.\r\n");
  expect(host.session.messageInProgress).toBeUndefined();
  host.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nBDAT 1\r\na");
  expect(host.session.isReceivingData).toBe(false);
  expect(host.session.messageInProgress).not.toBe(first);
  host.send("BDAT 0 LAST\r\n");
  expect(host.messages).toEqual(["a\r\n", "a"]);
});

test("a message that no hook detached is released", () => {
  let allocatedBytes = 0;
  const allocator = {
    allocate(size: number) {
      allocatedBytes += size;
      return new Uint8Array(size);
    },
    release(chunk: Uint8Array) {
      allocatedBytes -= chunk.length;
    },
  };
  const host = new SessionHost(createTestPolicy({ allocator }), ({ stage }) =>
    stage === "message" ? { code: 550, text: "No" } : undefined,
  );
  host.send(`${MESSAGE}hello\r\n.\r\n`);
  expect(host.output).toMatch(/550 No\r\n$/);
  expect(allocatedBytes).toBe(0);
});

test("hooks see the envelope so far, inside a transaction only", () => {
  const host = new SessionHost(createTestPolicy({}));
  expect(host.session.transaction).toBeUndefined();
  host.send("EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n");
  expect(host.session.transaction).toEqual({ from: "a@b.example", to: ["c@d.example"] });
  host.send("RSET\r\n");
  expect(host.session.transaction).toBeUndefined();
});

const NO: Reply = { code: 550, text: "No" };
const LATER: Reply = { code: 450, text: "Later" };

test.each<[string, boolean, Decision, string[]]>([
  ["one reply over SMTP, the first of a list", false, [NO, LATER], ["550 No"]],
  ["one reply for each recipient over LMTP (RFC 2033 §4.2)", true, [NO, LATER], ["550 No", "450 Later"]],
  ["the same reply for each recipient over LMTP", true, NO, ["550 No", "550 No"]],
  ["the last reply for the remaining recipients over LMTP", true, [LATER], ["450 Later", "450 Later"]],
  ["that each was stored, without a decision over LMTP", true, undefined, ["250 2.0.0 OK", "250 2.0.0 OK"]],
])("a message gets %s", (_name, lmtp, decision, replies) => {
  const host = new SessionHost(createTestPolicy({ lmtp }), ({ stage }) => (stage === "message" ? decision : undefined));
  host.send(`${lmtp ? "LHLO" : "EHLO"} a.example\r\nMAIL FROM:<a@b.example>\r\n`);
  host.send("RCPT TO:<c@d.example>\r\nRCPT TO:<e@f.example>\r\nDATA\r\nhello\r\n");
  const length = host.output.length;
  host.send(".\r\n");
  expect(
    host.output
      .slice(length)
      .trimEnd()
      .split("\r\n")
      .map((line) => line.replace(/^(250 2\.\d\.0).*/, "250 2.0.0 OK")),
  ).toEqual(replies);
});

const budgets = (limits: Partial<Record<"data" | "recipients", number>>) => ({
  data: new SharedBudget(limits.data ?? 1_000_000),
  recipients: new SharedBudget(limits.recipients ?? 1_000_000),
});

test("a recipient gets 452 if no memory is left, and the message goes to the others", () => {
  const host = new SessionHost(createTestPolicy({ budgets: budgets({ recipients: 1_000 }) }));
  const long = "c".repeat(60);
  host.send("EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n");
  for (let count = 0; count < 2; count++)
    host.send(`RCPT TO:<${long}${count}@${"d".repeat(60)}.example>\r\n`.repeat(3));
  expect(host.output).toMatch(/452 4\.3\.1/);
  host.send("DATA\r\nhello\r\n.\r\n");
  expect(host.messages).toEqual(["hello\r\n"]);
});

test.each([
  ["552 if it would never fit", 100, 0, "552 5.3.4"],
  ["452 if other connections use the memory", 100_000, 99_900, "452 4.3.1"],
])("a message that does not fit into memory gets %s", (_name, limit, reserved, reply) => {
  const shared = budgets({ data: limit });
  shared.data.reserve(reserved);
  const host = new SessionHost(createTestPolicy({ budgets: shared, limits: { messageSize: 10_000 } }));
  host.send(MESSAGE);
  for (let count = 0; count < 200; count++) host.send("hello\r\n");
  expect(host.output).toMatch(/354 [^\r]*\r\n$/);
  const { length } = host.output;
  host.send(".\r\n");
  expect(host.output.slice(length, length + reply.length)).toBe(reply);
  host.send("NOOP\r\n");
  expect(host.output).toMatch(/250 2\.0\.0 OK\r\n$/);
  expect(host.messages).toEqual([]);
});

test("after a chunk that cannot be stored, the message is refused until RSET", () => {
  const host = new SessionHost(createTestPolicy({ limits: { messageSize: 4 } }));
  host.send("EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nBDAT 5\r\nhello");
  expect(host.output).toMatch(/552 5\.3\.4 [^\r]*\r\n$/);
  host.send("BDAT 1 LAST\r\nx");
  expect(host.output).toMatch(/\r\n503 [^\r]*\r\n$/);
  expect(host.messages).toEqual([]);
});

test("unread input is charged to the budget, and too much of it is reported", () => {
  const data = new SharedBudget(1_000);
  const session = createSession({ budgets: { data } });
  session.receive(Buffer.from("NOOP\r\n".repeat(100)));
  expect(session.copyUnread()).toBe(true);
  expect(data.used).toBe(600);
  session.receive(Buffer.from("NOOP\r\n".repeat(100)));
  expect(session.copyUnread()).toBe(false);
  session.onClose("client hung up", 0);
  expect(data.used).toBe(0);
});

test("many pipelined commands are answered in pieces that the host can send", () => {
  const session = createSession();
  session.receive(Buffer.from("NOOP\r\n".repeat(20_000)));
  session.nextStep();
  session.decide();
  let flushes = 0;
  let output = "";
  for (let step = session.nextStep(); step !== undefined; step = session.nextStep()) {
    if (step.type === "yield") continue;
    expect(step).toEqual({ type: "flush" });
    flushes++;
    output += session.drainOutput();
  }
  output += session.drainOutput();
  expect(flushes).toBeGreaterThan(1);
  expect(output.match(/250 2\.0\.0 OK\r\n/g)).toHaveLength(20_000);
  expect(session.lineCount).toBe(20_000);
});

test.each([
  ["commands without a decision", "NOOP\r\n"],
  ["refused recipients", "RCPT TO:<@>\r\n"],
  ["chunks of one byte", "BDAT 1\r\nx"],
])("after at most 64 of many pipelined %s, the host can do other work", (_what, command) => {
  const session = createSession({ limits: { errors: 100_000 } });
  const host = (bytes: string) => {
    session.receive(Buffer.from(bytes));
    let before = session.lineCount;
    for (let step = session.nextStep(); step !== undefined; step = session.nextStep()) {
      expect(session.lineCount - before).toBeLessThanOrEqual(64);
      before = session.lineCount;
      if (step.type === "decide") session.decide();
      session.drainOutput();
    }
    expect(session.lineCount - before).toBeLessThanOrEqual(64);
  };
  host("EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n");
  host(command.repeat(900));
  expect(session.lineCount).toBe(903);
});
