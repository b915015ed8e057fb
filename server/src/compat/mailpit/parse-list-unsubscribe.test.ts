import { expect, test } from "vitest";
import { parseListUnsubscribe } from "./parse-list-unsubscribe.ts";

test.each([
  ["<mailto:a@x.test>, <https://x.test/u>", ["mailto:a@x.test", "https://x.test/u"]],
  ["(comment) <https://x.test/u>", ["https://x.test/u"]],
])("%s is right", (header, links) => {
  expect(parseListUnsubscribe(header, "List-Unsubscribe=One-Click")).toEqual({
    Header: header,
    Links: links,
    Errors: "",
    HeaderPost: "List-Unsubscribe=One-Click",
  });
});

test.each([
  ["https://x.test/u", '"https://x.test/u" no valid unsubscribe links found', []],
  ["", "", []],
  [" ", '"" no valid unsubscribe links found', []],
  ["mailto:a@x.test, <https://x.test/u>", '"mailto:a@x.test, <https://x.test/u>" should be enclosed in <>', []],
  [
    "<https://x.test/u> <mailto:a@x.test>",
    '"<https://x.test/u> <mailto:a@x.test>" <> should be split with a comma and optional spaces',
    [],
  ],
  [
    "<https://x.test>, <mailto:a@x.test>, <https://y.test>",
    '"<https://x.test>, <mailto:a@x.test>, <https://y.test>" should include a maximum of one email and one HTTP link',
    [],
  ],
  [
    "<https://x.test/u>, <HTTP://x.test/v>",
    '"HTTP://x.test/v" should only contain one HTTP link',
    ["https://x.test/u"],
  ],
  ["<mailto:a@x.test>, <mailto:b@x.test>", '"mailto:b@x.test" should only contain one mailto:', ["mailto:a@x.test"]],
  ["<MAILTO:a@x.test>", '"MAILTO:a@x.test" should start with either http(s):// or mailto:', []],
  ["<mailto::a@x.test>", '"mailto::a@x.test" should start with either http(s):// or mailto:', []],
  ["<http:///x.test>", '"http:///x.test" should start with either http(s):// or mailto:', []],
  [
    "<mailto:a@x.test>, <ftp://x.test/u>",
    '"ftp://x.test/u" should start with either http(s):// or mailto:',
    ["mailto:a@x.test"],
  ],
  ["<https://x.test/a b>", '"https://x.test/a b" should not contain spaces', []],
])("%s is wrong, and Mailpit's words say why", (header, errors, links) => {
  expect(parseListUnsubscribe(header, "")).toMatchObject({ Errors: errors, Links: links });
});

test("no field, no error", () => {
  expect(parseListUnsubscribe("", "")).toEqual({ Header: "", Links: [], Errors: "", HeaderPost: "" });
});
