import { expect, test } from "vitest";
import { parseBdatArgument } from "./bdat-chunk.ts";

test.each([
  ["0 LAST", 0, true],
  ["86", 86, false],
  ["86 last", 86, true],
  ["86  LAST", 86, true],
])("RFC 3030 §2: BDAT %s", (argument, size, isLast) => {
  expect(parseBdatArgument(argument)).toEqual({ size, isLast, remaining: size, refusal: undefined });
});

test.each(["", "LAST", "-1", "1.5", "0x10", "86LAST", "86 LAST ", "86 FIRST", "1".repeat(16)])(
  "BDAT %j is malformed",
  (argument) => {
    expect(parseBdatArgument(argument)).toBeUndefined();
  },
);
