import type { Envelope } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import { compareRecipients, compareSender } from "./compare-envelope.ts";

const envelope = (from: string, ...to: string[]): Envelope => ({
  greeting: "EHLO",
  helo: "client.example",
  from: { address: from, parameters: [] },
  to: to.map((address) => ({ address, parameters: [] })),
  peer: { address: "127.0.0.1", port: 1 },
  tls: null,
  auth: null,
});
const at = (address: string) => ({ name: "", address });

describe("recipients", () => {
  it("only in the envelope are blind copies; only in the header get no mail", () => {
    const message = {
      to: [at("Ann@Example.com"), at("left-out@example.com")],
      cc: [at("cc@example.com")],
      bcc: [at("bcc@example.com")],
    };
    const sent = envelope(
      "jo@example.com",
      "ann@example.com",
      "cc@example.com",
      "bcc@example.com",
      "hidden@example.com",
    );
    expect(compareRecipients(message, sent)).toEqual([
      { address: "Ann@Example.com", field: "To", inEnvelope: true },
      { address: "left-out@example.com", field: "To", inEnvelope: false },
      { address: "cc@example.com", field: "Cc", inEnvelope: true },
      { address: "bcc@example.com", field: "Bcc", inEnvelope: true },
      { address: "hidden@example.com", field: null, inEnvelope: true },
    ]);
  });

  it("named twice are listed once", () => {
    const twice = { to: [at("a@x.example")], cc: [at("A@x.example")], bcc: [] };
    expect(compareRecipients(twice, envelope("b@x.example", "a@x.example", "A@X.example"))).toHaveLength(1);
  });
});

describe("the sender", () => {
  it.each([
    ["jo@example.com", "JO@example.com", "same"],
    ["jo@example.com", "bounces@example.com", "same-domain"],
    ["jo@example.com", "jo@other.example", "different"],
    ["jo@example.com", "", "null-path"],
  ])("From: %s and the reverse-path <%s> are %s", (from, path, match) => {
    expect(compareSender(at(from), envelope(path))).toBe(match);
  });

  it("cannot be compared without a From: field", () => {
    expect(compareSender(null, envelope("a@x.example"))).toBe("no-from");
  });
});
