import { describe, expect, it } from "vitest";
import { readDeclarations, readStyleSheet } from "./read-css.ts";

/** Lists what a reader reports, each with its range of the CSS. */
function list(css: string, read = readStyleSheet): string[] {
  const found: string[] = [];
  const add = (kind: string, { start, end }: { start: number; end: number }) =>
    found.push(`${kind} ${css.slice(start, end)}`);
  read(css, {
    rule: (rule) => add(rule.isConditional ? "conditional" : rule.isNested ? "nested" : "rule", rule),
    atRule: (rule) => add(`@${rule.name}`, rule),
    declaration: (one) => add(one.isImportant ? "important" : one.property, one),
    comment: (range) => add("comment", range),
  });
  return found;
}

describe("readStyleSheet", () => {
  it.each([
    ["p{COLOR:red}", ["rule p", "color COLOR:red"]],
    ["p{color : red ; top:0}", ["rule p", "color color : red", "top top:0"]],
    ["p{color:red !important}", ["rule p", "important color:red !important"]],
    ["p{color:red important}", ["rule p", "color color:red important"]],
    ["p{color:important}", ["rule p", "color color:important"]],
    ["p{--X:{a:b};top:0}", ["rule p", "--X --X:{a:b}", "top top:0"]],
    ["p{b:url(a;b);c:f(;)}", ["rule p", "b b:url(a;b)", "c c:f(;)"]],
    ["p{a:[;]}", ["rule p", "a a:[;]"]],
    ["p{a:)}", ["rule p", "a a:)"]],
    ["p{& b{top:0}}", ["rule p", "nested & b", "top top:0"]],
    ["@MEDIA print{p{top:0}}", ["@media @MEDIA print", "conditional p", "top top:0"]],
    ["@import 'a';p{}", ["@import @import 'a'", "rule p"]],
    ["@-webkit-keyframes x{50%{top:0}}", ["@-webkit-keyframes @-webkit-keyframes x", "top top:0"]],
    ["<!--p{}-->", ["rule p"]],
    ["p{a:<!--}", ["rule p", "a a:<!--"]],
    ["/*x*/p{}", ["comment /*x*/", "rule p"]],
    ["{top:0}", ["top top:0"]],
    ["}p{top:0", ["rule p", "top top:0"]],
    ["top:0;p{}", ["rule p"]],
    ["p{a b c:d;5:e;f;g:h}", ["rule p", "g g:h"]],
    ["", []],
  ])("reads %s", (css, expected) => {
    expect(list(css)).toEqual(expected);
    expect(() => readStyleSheet(css, {})).not.toThrow();
  });

  it("ignores the end of a declaration of more than 10,000 tokens", () => {
    const lengths: number[] = [];
    readStyleSheet(`p{a:${"+".repeat(20_000)};b:+}`, { declaration: ({ value }) => lengths.push(value.length) });
    expect(lengths).toEqual([9998, 1]);
  });
});

describe("readDeclarations", () => {
  it("reads a style attribute", () => {
    expect(list("color:red;top:0}left:0", readDeclarations)).toEqual(["color color:red", "top top:0"]);
  });
});
