import { expect, test } from "vitest";
import { isDelimiterLine } from "./open-multiparts.ts";

test.each([
  ["--a\r\n", true],
  ["--a--\r\n", true],
  ["--a \t\r\r\n", true],
  ["--a", true],
  ["--a-- ", true],
  ["--ab\r\n", false],
  ["--a-\r\n", false],
  ["--b\r\n", false],
  ["--", false],
])("whether %j is a delimiter line of --a: %s", (line, expected) => {
  expect(isDelimiterLine(Buffer.from(line), 0, Buffer.from("--a"))).toBe(expected);
});
