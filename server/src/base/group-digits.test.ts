import { assert, nat, property } from "fast-check";
import { expect, test } from "vitest";
import { groupDigits } from "./group-digits.ts";

test("digits are grouped as English has it", () => {
  expect([0, 999, 1_000, 12_345, 1_234_567].map(groupDigits)).toEqual(["0", "999", "1,000", "12,345", "1,234,567"]);
  assert(property(nat(), (count) => groupDigits(count) === count.toLocaleString("en-US")));
});
