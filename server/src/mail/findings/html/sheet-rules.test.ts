import { expect, test } from "vitest";
import { HtmlElement } from "./html-element.ts";
import { SheetRules } from "./sheet-rules.ts";

const range = { start: 0, end: 0 };
const createCell = (attributes: Readonly<Record<string, string>>) =>
  new HtmlElement("td", new Map(Object.entries(attributes)), { ...range, valueOf: () => range }, null);
const element = createCell({ class: "big button", id: "main" });
const bare = createCell({});

test.each([
  ["td { color: red }", true, true],
  ["TD { color: red }", true, true],
  ["* { color: red }", true, true],
  [".button { color: red }", true, false],
  ["td.button { color: red }", true, false],
  [".button.other { color: red }", false, false],
  ["#main { color: red }", true, false],
  ["#other, td { color: red }", true, true],
  ["p , td { color: red }", true, true],
  ["td p { color: red }", false, false],
  ["td>p { color: red }", false, false],
  ["p+td { color: red }", true, true],
  ["td[title=p] { color: red }", true, true],
  ["td:not(p) { color: red }", true, true],
  ["td:first-child { color: red }", true, true],
  ["td:hover { color: red }", false, false],
  [", td { color: red }", true, true],
  ["td { margin: 0 }", false, false],
  ["td { height: 1px }", false, false],
  ["@media print { td { color: red } }", false, false],
  ["td { color: red } @font-face { color: red }", true, true],
  ["@font-face { color: red }", false, false],
  ["p { color: red } td { color: red }", true, true],
])("%s may set the color of an element: %s; without class and id: %s", (css, named, unnamed) => {
  const rules = new SheetRules([css]);
  expect(rules.mayStyle(element, "color")).toBe(named);
  expect(rules.mayStyle(bare, "color")).toBe(unnamed);
});

test.each([
  ["td { color: red }", "red"],
  [".button { color: RED }", "red"],
  ["td, #main { margin: 0 } .big { color: red }", "red"],
  ["#main { color: red !important }", null],
  ["td { color: red } td { color: blue }", null],
  ["td { color: red } .big { color: blue }", null],
  ["table td { color: red }", null],
  ["td:first-child { color: red }", null],
  ["p { color: red }", undefined],
])("%s sets the color of an element to %s", (css, value) => {
  expect(new SheetRules([css]).valueOf(element, "color")).toBe(value);
});
