import { expect, test } from "vitest";
import { Account, SharedBudget, UNLIMITED } from "../budget.ts";
import { escapeControls } from "./escape-controls.ts";
import { Transcript } from "./transcript.ts";

function createTranscript(lines: number, budget = UNLIMITED): Transcript {
  return new Transcript(lines, new Account(budget));
}

function numbersOf(transcript: Transcript): number[] {
  return transcript.lines().map(({ number }) => number);
}

test.each([
  [3, 4, [1, 2, 3], 0],
  [4, 4, [1, 2, 3, 4], 0],
  [5, 4, [1, 2, 4, 5], 1],
  [9, 4, [1, 2, 8, 9], 5],
  [5, 0, [1, 5], 3],
])("of %d lines at most %d are kept", (count, capacity, numbers, dropped) => {
  const transcript = createTranscript(capacity);
  for (let line = 1; line <= count; line += 1) transcript.add("client", `${line}`, 3, line);
  expect(numbersOf(transcript)).toEqual(numbers);
  expect(transcript.dropped).toBe(dropped);
  expect(transcript.lineCount).toBe(count);
});

test("a multi-line reply is shown line by line", () => {
  const transcript = createTranscript(10);
  transcript.add("server", "250-a\r\n250 bc\r\n", 15, 1.23456, 2);
  transcript.add("client", "QUIT", 6, 2);
  expect(transcript.lines()).toEqual([
    { number: 1, at: 1.235, kind: "server", text: "250-a", bytes: 7 },
    { number: 2, at: 1.235, kind: "server", text: "250 bc", bytes: 8 },
    { number: 3, at: 2, kind: "client", text: "QUIT", bytes: 6 },
  ]);
});

test("a dropped multi-line reply counts as its lines", () => {
  const transcript = createTranscript(2);
  transcript.add("client", "a", 3, 0);
  transcript.add("server", "250-a\r\n250 b\r\n", 14, 0, 2);
  transcript.add("client", "c", 3, 0);
  expect(transcript.dropped).toBe(2);
  expect(numbersOf(transcript)).toEqual([1, 4]);
});

test.each([
  ["client", "EHLO b\xc3\xbccher", "EHLO bücher"],
  ["client", "EHLO \xff", "EHLO \xff"],
  ["client", "\x1b[31m", "\\x1b[31m"],
  ["data", "", "1,234 bytes"],
] as const)("%s %j is shown as %j", (kind, octets, text) => {
  const transcript = createTranscript(10);
  transcript.add(kind, octets, 1234, 0);
  expect(transcript.lines()[0]?.text).toBe(text);
});

test.each([
  ["x".repeat(2048), "x".repeat(2048)],
  [`${"x".repeat(2048)}\r\n`, "x".repeat(2048)],
  ["x".repeat(2050), `${"x".repeat(2048)} [2 more octets]`],
])("a line of the maximum is kept, a longer one is truncated", (octets, text) => {
  const transcript = createTranscript(10);
  transcript.add("server", octets, octets.length, 0);
  expect(transcript.lines()[0]).toMatchObject({ text, bytes: octets.length });
});

test("lines that exceed the budget are dropped and counted", () => {
  const transcript = createTranscript(100, new SharedBudget(1024));
  for (let line = 0; line < 20; line += 1) transcript.add("client", "x".repeat(80), 82, 0);
  expect(transcript.lines().length).toBe(5);
  expect(transcript.dropped).toBe(15);
});

test("controls are escaped, tabs are not", () => {
  expect(escapeControls("a\tb\r\n\0\x7f\x9f")).toBe("a\tb\\x0d\\x0a\\x00\\x7f\\x9f");
});
