import { expect, test } from "vitest";
import { copyText } from "./copy-text.ts";
import { encodeReply, isRefusal, isReply, parseReply, prepareReply } from "./reply.ts";

test.each([
  ["451 4.7.1 Greylisted", { code: 451, enhanced: "4.7.1", text: "Greylisted" }],
  ["550 No such user", { code: 550, text: "No such user" }],
  ["250", { code: 250, text: "" }],
  ["250 2.0.0", { code: 250, enhanced: "2.0.0", text: "" }],
  ["451 5.7.1 Other class", { code: 451, text: "5.7.1 Other class" }],
  ["354 3.0.0 Go", undefined],
  ["199 Low", undefined],
  ["600 High", undefined],
  ["25 Short", undefined],
  ["250-More", undefined],
  ["250 a\rb", undefined],
  ["", undefined],
])("RFC 5321 §4.2: %j", (line, reply) => {
  expect(parseReply(line)).toEqual(reply);
});

test.each<readonly [unknown, boolean]>([
  [{ code: 250, text: "OK" }, true],
  [{ code: 250, text: ["a", "b"] }, true],
  [{ code: 550, enhanced: "5.1.1", text: "" }, true],
  [{ code: 550, enhanced: "4.1.1", text: "" }, false],
  [{ code: 550, enhanced: 5, text: "" }, false],
  [{ code: 550, enhanced: "5.1", text: "" }, false],
  [{ code: 250.5, text: "" }, false],
  [{ code: "250", text: "" }, false],
  [{ code: 250, text: [] }, false],
  [{ code: 250, text: ["a", 1] }, false],
  [{ code: 250, text: "a\nb" }, false],
  [{ code: 250 }, false],
  [null, false],
  ["250 OK", false],
])("%j is a reply: %s", (value, expected) => {
  expect(isReply(value)).toBe(expected);
});

test("every line of a reply has the codes (RFC 5321 §4.2.1, RFC 2034 §4)", () => {
  const lines = { code: 250, enhanced: "2.0.0", text: ["ä", "b"] };
  for (const reply of [lines, prepareReply(250, "2.0.0", "ä", "b")]) {
    expect(encodeReply(reply, true)).toBe("250-2.0.0 \xc3\xa4\r\n250 2.0.0 b\r\n");
    expect(encodeReply(reply, false)).toBe("250-\xc3\xa4\r\n250 b\r\n");
    expect(encodeReply(reply, true)).toBe("250-2.0.0 \xc3\xa4\r\n250 2.0.0 b\r\n");
  }
  expect(encodeReply(prepareReply(354, undefined, "Go"), true)).toBe("354 Go\r\n");
});

test.each([
  [250, false],
  [354, false],
  [421, true],
  [550, true],
])("%d is a refusal: %s", (code, expected) => {
  expect(isRefusal({ code, text: "" })).toBe(expected);
});

test.each([0, 1, 1024, 1025, 3000])("a copy of %d characters is equal", (length) => {
  const text = "aä€".repeat(1000).slice(0, length);
  expect(copyText(text)).toBe(text);
});
