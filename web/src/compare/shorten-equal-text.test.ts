import { expect, test } from "vitest";
import { shortenEqualText } from "./shorten-equal-text.ts";

const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}`).join("\n");
const MIDDLE = { isFirst: false, isLast: false };

test("a short text is shown completely", () => {
  expect(shortenEqualText(lines(7), MIDDLE)).toEqual({ before: lines(7), skippedLines: 0, after: "" });
});

test("of a long text between two differences, the lines next to them are shown", () => {
  expect(shortenEqualText(lines(20), MIDDLE)).toEqual({
    before: "line 0\nline 1\nline 2\n",
    skippedLines: 14,
    after: "\nline 17\nline 18\nline 19",
  });
});

test("at the beginning and at the end, only one side is shown", () => {
  expect(shortenEqualText(lines(20), { isFirst: true, isLast: false })).toMatchObject({ before: "", skippedLines: 17 });
  expect(shortenEqualText(lines(20), { isFirst: false, isLast: true })).toMatchObject({ after: "", skippedLines: 17 });
});
