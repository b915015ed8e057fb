import { expect, test } from "vitest";
import { explainPathMistake } from "./path-mistakes.ts";

test.each([
  ["FROM:<<a@b.example>>", "bad-local-part"],
  ["TO:Ann Example a@b.example", "display-name-in-path"],
  ["TO: a@b.example <a@b.example>", "display-name-in-path"],
  ["TO:Shop: Sales <a@b.example>", "display-name-in-path"],
  ["TO:<a@b.example> Ann Example", "display-name-in-path"],
  ['TO:<a@b.example> "Ann"', "display-name-in-path"],
  ["TO:a@b.example J\xc3\xbcrgen", "display-name-in-path"],
  ["FROM:<a@b.example", "missing-angle-brackets"],
  ["FROM:<a@b.example SIZE=100", "missing-angle-brackets"],
  ["TO:<>", undefined],
  ["TO:<a@b.example> FOO", undefined],
  ["TO:<a@b.example> SIZE=x", undefined],
  ["FROM:<a@b.example> Smtputf8=1", undefined],
  ["FROM <a@b.example>", undefined],
])("%s", (argument, code) => {
  expect(explainPathMistake(argument)?.code).toBe(code);
});

// In quadratic time, each would take minutes.
test.each([
  ["a ".repeat(200_000)],
  [`<${"a@".repeat(200_000)}`],
  ["<".repeat(400_000)],
  [`a@b ${"A".repeat(400_000)}=`],
])("the patterns take linear time: %.8s", (path) => {
  expect(explainPathMistake(`TO:${path}`)).toBeUndefined();
});
