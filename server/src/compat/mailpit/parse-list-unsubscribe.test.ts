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
  ["https://x.test/u", /angle brackets/],
  ["<https://x.test/u> <mailto:a@x.test>", /angle brackets/],
  ["<https://x.test/u>, <https://x.test/v>", /one too many/],
  ["<ftp://x.test/u>", /neither mailto: nor http/],
  ["<https://x.test/a b>", /space/],
])("%s is wrong, and said why", (header, error) => {
  expect(parseListUnsubscribe(header, "").Errors).toMatch(error);
});

test("no field, no error", () => {
  expect(parseListUnsubscribe("", "")).toEqual({ Header: "", Links: [], Errors: "", HeaderPost: "" });
});
