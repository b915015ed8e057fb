import { describe, expect, test } from "vitest";
import { parseMailpitSearch, parseStrictSearch } from "./search.ts";

describe("a search for what is to be deleted", () => {
  test.each([
    ["hello world", 2],
    ['"hello world" -bye !later', 3],
    ["subject:hi -subject:bye", 2],
    ['subject:"two words" from:"Jo" to:jo@example.com', 3],
    ["is:unread has:attachments larger:1mb smaller:2.5k tag:x", 5],
    ["before:2026-11-23 after:2026/1/2", 2],
    ['before:"2026-11-23 18:30"', 1],
    ["https://example.com/a:b", 1],
    ['"Re: hello"', 1],
    ['-"error: 5"', 1],
    ["10:30", 1],
  ])("is read: %s", (text, count) => {
    expect(parseStrictSearch(text, "Europe/Berlin")).toHaveLength(count);
  });

  test.each([
    ["", "no search query"],
    [" \u00a0\ufeff", "no search query"],
    ['""', "between the quotes"],
    ['hello ""', "between the quotes"],
    ['"hello', "closing quote"],
    ["-", "between|directly after|There is no"],
    ["--hello", "directly after one -"],
    ["-!hello", "directly after one !"],
    ["subject:", "Write a value directly after subject:"],
    ['-from:" "', "Write a value directly after from:"],
    ["before:garbage", "before: does not accept “garbage”"],
    ['after:"garbage 1"', "does not accept"],
    ["is:reed", "is: does not accept “reed”"],
    ["-has:cheese", "has: does not accept “cheese”"],
    ["larger:big", "larger: does not accept “big”"],
    ["-form:boss", "There is no operator form:"],
  ])("is refused: %s", (text, message) => {
    expect(() => parseStrictSearch(text)).toThrow(new RegExp(message));
  });

  test("is refused in a zone that is not known", () => {
    expect(() => parseStrictSearch("x", "Nowhere/City")).toThrow("time zone");
    expect(() => parseStrictSearch("x", "")).toThrow("time zone");
  });
});

test("a search to be shown leaves out what Mailpit leaves out", () => {
  expect(parseMailpitSearch("before:garbage subject:").criteria).toEqual([]);
  expect(parseMailpitSearch("is:reed form:boss").criteria).toHaveLength(2);
});

test("a search is never cut", () => {
  expect(parseMailpitSearch("a".repeat(10_000)).criteria).toHaveLength(1);
  expect(() => parseMailpitSearch(`a${" ".repeat(10_000)}`)).toThrow("10001 characters");
});

test("a search with too many criteria is refused", () => {
  expect(parseMailpitSearch("a -b ".repeat(50)).criteria).toHaveLength(100);
  expect(() => parseMailpitSearch("a ".repeat(101))).toThrow("101 criteria; at most 100");
});
