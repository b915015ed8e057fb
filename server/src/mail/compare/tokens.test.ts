import { expect, it } from "vitest";
import { IGNORED_KEY, tokenize } from "./tokens.ts";

const keys = (text: string, codes: readonly string[] = []) => tokenize(text, new Set(codes)).map(({ key }) => key);

it("has no tokens for an empty text", () => {
  expect(keys("")).toEqual([]);
});

it("counts blanks of any length as equal, but not line breaks", () => {
  expect(keys("a \t b \n c")).toEqual(["a", " ", "b", "\n", "c"]);
});

it("ignores one-time codes of the message only", () => {
  expect(keys("4711 0815", ["4711"])).toEqual([IGNORED_KEY, " ", "0815"]);
});

it.each([
  ["a UUID", "123e4567-e89b-12d3-a456-426614174000"],
  ["a time stamp in seconds", "1700000000"],
  ["a time stamp in milliseconds", "1700000000000"],
  ["hexadecimal digits", "0123456789abcdef"],
  ["both cases and digits", "aBcDeFgHiJkLmN12"],
  ["many digits in one case", "k3jz9qw8xrt7ylm2npvh"],
])("ignores %s", (_, token) => {
  expect(keys(token)).toEqual([IGNORED_KEY]);
});

it.each([
  ["a short word", "welcome"],
  ["a word of fewer than 16 characters", "confirmation12"],
  ["a long word without digits", "internationalization"],
  ["one case and fewer than 20 characters", "confirmations2026"],
  ["one case and few digits", "internationalizations12"],
  ["one case with hyphens", "invoice-2026-customer-77"],
])("keeps %s", (_, token) => {
  expect(keys(token)).toEqual([token]);
});
