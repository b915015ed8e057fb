import type { TranscriptLine } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import { findOwnLines, formatTranscript, groupTranscript, isRefusal, rangeAmongOthers } from "./group-transcript.ts";

const line = (number: number, at: number, kind: TranscriptLine["kind"], text: string): TranscriptLine => ({
  number,
  at,
  kind,
  text,
  bytes: text.length + 2,
});

describe("a transcript", () => {
  it("has the lines of one reply together, and the time since the previous line", () => {
    const turns = groupTranscript([
      line(1, 0, "server", "220 hello"),
      line(2, 120, "client", "EHLO x"),
      line(3, 121, "server", "250-hello"),
      line(4, 121, "server", "250-SIZE"),
      line(5, 121, "server", "250 HELP"),
      line(6, 121, "server", "421 bye"),
    ]);
    expect(turns.map(({ lines, gapMs: gap }) => [lines.map(({ text }) => text), gap])).toEqual([
      [["220 hello"], 0],
      [["EHLO x"], 120],
      [["250-hello", "250-SIZE", "250 HELP"], 1],
      [["421 bye"], 0],
    ]);
  });

  it("counts omitted lines", () => {
    const turns = groupTranscript([line(1, 0, "client", "a"), line(9, 1, "client", "b")]);
    expect(turns.map(({ skipped }) => skipped)).toEqual([0, 7]);
  });

  it("shows a reply that arrives in pieces as separate turns", () => {
    const turns = groupTranscript([line(1, 0, "server", "250-a"), line(2, 900, "server", "250 b")]);
    expect(turns.map(({ gapMs: gap }) => gap)).toEqual([0, 900]);
  });
});

it("shows pipelined commands as one turn before their replies", () => {
  const pipelined = (number: number, text: string): TranscriptLine => ({
    ...line(number, 1, "client", text),
    pipelined: true,
  });
  const turns = groupTranscript([
    line(1, 1, "client", "MAIL"),
    line(2, 1, "server", "250 a"),
    pipelined(3, "RCPT"),
    line(4, 1, "server", "250 b"),
    pipelined(5, "DATA"),
    line(6, 1, "server", "354 c"),
    line(7, 2, "client", "QUIT"),
  ]);
  expect(turns.map(({ lines }) => lines.map(({ text }) => text))).toEqual([
    ["MAIL", "RCPT", "DATA"],
    ["250 a"],
    ["250 b"],
    ["354 c"],
    ["QUIT"],
  ]);
});

it("shows where a message begins only if its data took time", () => {
  const shown = (at: number) =>
    groupTranscript([line(1, 0, "data", "the message begins"), line(2, at, "data", "9 bytes")]).map(({ lines }) =>
      lines.map(({ text }) => text),
    );
  expect(shown(1)).toEqual([["9 bytes"]]);
  expect(shown(500)).toEqual([["the message begins"], ["9 bytes"]]);
});

it("a reply of 4yz or 5yz is a refusal, whatever a client says", () => {
  expect(isRefusal(line(1, 0, "server", "550 no"))).toBe(true);
  expect(isRefusal(line(1, 0, "server", "250 ok"))).toBe(false);
  expect(isRefusal(line(1, 0, "client", "550 no"))).toBe(false);
});

it("is copied as RFCs print conversations, with times and with what was left out", () => {
  const transcript = [
    line(1, 0, "server", "220 hello"),
    line(2, 1_500, "client", "EHLO x"),
    line(9, 1_501, "data", "1,234 bytes"),
    line(10, 1_502, "close", "client hung up"),
  ];
  expect(formatTranscript({ peer: { address: "127.0.0.1", port: 4711 }, transcript })).toBe(
    [
      "SMTP session with 127.0.0.1",
      "   +0.0 ms  S: 220 hello",
      "   +1.50 s  C: EHLO x",
      "(6 lines omitted)",
      "   +1.50 s  C: (1,234 bytes)",
      "   +1.50 s  End client hung up",
      "",
    ].join("\n"),
  );
});

describe("the lines of a message", () => {
  const transcript = [line(1, 0, "client", "MAIL FROM:<a@b.example>"), line(2, 0, "server", "250 OK")];
  const transaction = { first: 1, last: 2 };

  it("are marked if the session has other transactions", () => {
    expect(rangeAmongOthers({ transcript, transaction, messages: 1 })).toBeNull();
    expect(rangeAmongOthers({ transcript, transaction, messages: 2 })).toBe(transaction);
    expect(rangeAmongOthers({ transcript, transaction: null, messages: 2 })).toBeNull();
    const refused = [...transcript, line(3, 0, "client", "mail from:<c@d.example>"), line(4, 0, "server", "550 No")];
    expect(rangeAmongOthers({ transcript: refused, transaction, messages: 1 })).toBe(transaction);
  });

  it("are shown, or are among the omitted ones", () => {
    const turns = groupTranscript([...transcript, line(12, 0, "client", "QUIT")]);
    const findAll = (first: number, last: number) => turns.map((turn) => findOwnLines(turn, { first, last }));
    expect(findAll(1, 2)).toEqual(["shown", "shown", null]);
    expect(findAll(4, 9)).toEqual([null, null, "omitted"]);
    expect(findAll(4, 12)).toEqual([null, null, "shown"]);
    expect(turns.map((turn) => findOwnLines(turn, null))).toEqual([null, null, null]);
  });
});
