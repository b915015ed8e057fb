import { array, assert, constantFrom, nat, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { nodeByteOps } from "../../node-platform.ts";
import { DataReader } from "./data-reader.ts";
import { type ByteOps, portableByteOps } from "./octets.ts";

interface Outcome {
  message: string;
  /** What was left unread behind the end; undefined where the data did not end. */
  rest: string | undefined;
}

function readChunks(chunks: readonly string[], octets: ByteOps = portableByteOps): Outcome {
  let message = "";
  let unread = "";
  const reader = new DataReader(octets, {
    write: (piece) => {
      message += Buffer.from(piece).toString("latin1");
    },
    onMissingDotStuffing: () => undefined,
  });
  for (const text of chunks) {
    const chunk = Buffer.from(text, "latin1");
    const end = reader.isComplete ? 0 : reader.read(chunk, 0);
    unread += chunk.toString("latin1", end);
  }
  return { message, rest: reader.isComplete ? unread : undefined };
}

/** RFC 5321 §4.5.2, the client's side. */
function stuffDots(message: string): string {
  return message.replace(/^\./, "..").replaceAll("\r\n.", "\r\n..");
}

const ENDINGS: readonly (readonly [name: string, data: string, message: string, rest: string | undefined])[] = [
  ["an empty message", ".\r\nNEXT", "", "NEXT"],
  ["the last CRLF belongs to the message", "a\r\n.\r\n", "a\r\n", ""],
  ["a first line with two dots keeps one", "..a\r\n.\r\n", ".a\r\n", ""],
  ["a line of two dots is a line of one", "a\r\n..\r\nb\r\n.\r\n", "a\r\n.\r\nb\r\n", ""],
  ["CR before CRLF.CRLF stays", "a\r\r\n.\r\n", "a\r\r\n", ""],
  ["LF.LF is no end", "a\n.\nb\r\n.\r\n", "a\n.\nb\r\n", ""],
  ["LF.CRLF is no end", "a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n", ""],
  ["CRLF.LF is no end, and loses its dot", "a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n", ""],
  ["CRLF.CR is no end, and loses its dot", "a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n", ""],
  ["CR.CR is no end", "a\r.\rb\r\n.\r\n", "a\r.\rb\r\n", ""],
  ["CR.CRLF is no end", "a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n", ""],
  ["CRLF.CR CRLF is a line end", "a\r\n.\r\r\n.\r\n", "a\r\n\r\r\n", ""],
  ["CRLF.CR CRLF.CRLF on the first line", ".\r\r\n.\r\n", "\r\r\n", ""],
  ["dot, CR and end of input is no end", "a\r\n.\r", "a\r\n", undefined],
  ["what comes behind is not read", "a\r\n.\r\nMAIL FROM:<x>\r\n.\r\n", "a\r\n", "MAIL FROM:<x>\r\n.\r\n"],
  ["NUL is data", "\0\r\n.\0\r\n.\r\n", "\0\r\n\0\r\n", ""],
];

describe.each([
  ["pure", portableByteOps],
  ["native", nodeByteOps],
] as const)("RFC 5321 §4.1.1.4 and §4.5.2, with %s search", (_, octets) => {
  test.each(ENDINGS)("%s", (_name, data, message, rest) => {
    expect(readChunks([data], octets)).toEqual({ message, rest });
    expect(readChunks(data.split(""), octets)).toEqual({ message, rest });
    for (let cut = 1; cut < data.length; cut += 1) {
      expect(readChunks([data.slice(0, cut), data.slice(cut)], octets)).toEqual({ message, rest });
    }
  });
});

/** Messages of the octets that matter, and a few that do not. */
const anyMessage = string({
  unit: constantFrom("\r", "\n", ".", "\r\n", "\r\n.", ".\r\n", "a", "\0", "\xff"),
  maxLength: 60,
});
const anySplit = array(nat({ max: 80 }), { maxLength: 6 });

function splitAtCuts(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...[...cuts].sort((a, b) => a - b).map((cut) => Math.min(cut, text.length)), text.length];
  return places.slice(1).map((end, index) => text.slice(places[index], end));
}

test("unstuffing undoes stuffing, in any chunking", () => {
  assert(
    property(anyMessage, anySplit, (text, cuts) => {
      const message = `${text}\r\n`;
      const wire = `${stuffDots(message)}.\r\nNEXT`;
      expect(readChunks(splitAtCuts(wire, cuts), nodeByteOps)).toEqual({ message, rest: "NEXT" });
    }),
    { numRuns: 2000 },
  );
});

test("no octets but CRLF.CRLF end the data, in any chunking", () => {
  assert(
    property(anyMessage, anySplit, (wire, cuts) => {
      // The reference: the first line of a lone dot, counted from the start.
      const end = `\r\n${wire}`.indexOf("\r\n.\r\n");
      const { rest } = readChunks(splitAtCuts(wire, cuts), nodeByteOps);
      expect(rest).toBe(end === -1 ? undefined : wire.slice(end + 3));
    }),
    { numRuns: 5000 },
  );
});
