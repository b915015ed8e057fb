import type { ReaderComparison } from "@mailglass/shared";
import { expect, test } from "vitest";
import { markDifference } from "./mark-difference.ts";

function comparison(mailglass: string | null, mailparser: string | null, differsAt: number): ReaderComparison {
  const value = (text: string | null) => ({ text, start: 0, length: text?.length ?? 0 });
  const facts = { field: "text", same: false, visible: true, reason: null } as const;
  return { ...facts, differsAt, mailglass: value(mailglass), mailparser: value(mailparser) };
}

test("what differs stands between what is alike", () => {
  const both = comparison("Die Frösche", "Die Fr\ufffd\ufffdsche", 6);
  expect(markDifference(both, "mailglass")).toEqual({ before: "Die Fr", different: "ö", after: "sche" });
  expect(markDifference(both, "mailparser")).toEqual({ before: "Die Fr", different: "\ufffd\ufffd", after: "sche" });
});

test("what one has and the other has not", () => {
  const both = comparison("aa", "aaa", 2);
  expect(markDifference(both, "mailglass")).toEqual({ before: "aa", different: "", after: "" });
  expect(markDifference(both, "mailparser")).toEqual({ before: "aa", different: "a", after: "" });
  expect(markDifference(comparison(null, "x", 0), "mailglass")).toBeNull();
  expect(markDifference(comparison(null, "x", 0), "mailparser")).toMatchObject({ before: "", different: "x" });
});

test("of an excerpt only the line of the difference is marked", () => {
  const both = comparison("one\ntwo\nthree", "one\n2\nthree", 14);
  const excerpt = {
    ...both,
    mailglass: { text: "one\ntwo\nthree", start: 10, length: 900 },
    mailparser: { text: "one\n2\nthree", start: 10, length: 900 },
  };
  expect(markDifference(excerpt, "mailglass")).toEqual({ before: "one\n", different: "two", after: "\nthree" });
});
