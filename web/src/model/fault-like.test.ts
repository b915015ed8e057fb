import type { Session } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import { faultLikeMessage, faultLikeSession } from "./fault-like.ts";

describe("a fault like a message", () => {
  it("matches its sender and first recipient, once", () => {
    expect(faultLikeMessage({ sender: "a@x.test", recipients: ["b@x.test", "c@x.test"] })).toEqual({
      on: "rcpt",
      match: { from: "a@x.test", to: "b@x.test" },
      reply: "451 4.3.0 Try again later",
      times: 1,
    });
  });

  it("matches the sender of a message without recipients, also the empty one", () => {
    expect(faultLikeMessage({ sender: "", recipients: [] })).toMatchObject({ on: "mail", match: { from: "" } });
  });
});

describe("a fault like a session", () => {
  const session = (lines: readonly string[], lastRefusal = "") =>
    faultLikeSession({
      transcript: lines.map((text, at) => ({ number: at + 1, at, kind: "client" as const, text, bytes: text.length })),
      peer: { address: "127.0.0.1", port: 4 },
      lastRefusal,
    } as unknown as Session);

  it.each([
    [["EHLO x", "MAIL FROM:<a@x.test> SIZE=3", "RCPT TO:<b@x.test>", "RCPT TO:<c@x.test>"], "rcpt", ["to", "from"]],
    [["EHLO x", "mail from: <>", "QUIT"], "mail", ["from"]],
    [["EHLO x", "QUIT"], "connect", ["peer"]],
  ])("uses the most exact condition of %j: %s", (lines, on, conditions) => {
    const rule = session(lines);
    expect(rule).toMatchObject({ on, times: 1 });
    expect(Object.keys(rule.match ?? {})).toEqual(conditions);
  });

  it.each([
    ["550-5.1.1 Unknown", "550 5.1.1 Unknown"],
    ["452 4.2.2 Full", "452 4.2.2 Full"],
    ["", "451 4.3.0 Try again later"],
  ])("repeats the refusal %j as %j", (refusal, reply) => {
    expect(session([], refusal).reply).toBe(reply);
  });
});
