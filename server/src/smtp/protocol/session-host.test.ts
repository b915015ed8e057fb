import { expect, test } from "vitest";
import { createTestPolicy, SessionHost } from "../../../test/smtp/session-host.ts";
import { nodeByteOps } from "../node-platform.ts";
import { SessionRecord } from "./record/session-record.ts";
import { Session } from "./session.ts";

/** The contract between a session and its host, which the dialogues do not cover. */

const MESSAGE = "EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n";

function createSession(): Session {
  const record = new SessionRecord({
    id: "s1",
    number: 1,
    listener: "smtp",
    peer: { address: "127.0.0.1", port: 1 },
    openedAt: 0,
    transcriptLines: 10,
  });
  return new Session(createTestPolicy({}, nodeByteOps), record);
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

test("a decision that nobody requested is ignored", () => {
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
