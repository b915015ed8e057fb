import { expect, test } from "vitest";
import { readOwnTags } from "./own-tags.ts";

const path = (address: string) => ({ address, parameters: [] });
const tagsOf = (source: string, ...to: string[]) => readOwnTags(Buffer.from(source, "latin1"), { to: to.map(path) });

test.each<[what: string, source: string, to: string[], tags: string[]]>([
  ["no tags", "From: a@example.com\r\n\r\nX-Tags: body\r\n", [], []],
  ["X-Tags, sorted", "X-Tags: hr, internal , a\r\n\r\n", [], ["a", "hr", "internal"]],
  ["X-Tags twice, in any case", "x-tags: hr\r\nX-TAGS: HR, b\r\n\r\n", [], ["b", "hr"]],
  ["encoded words", "X-Tags: =?utf-8?q?one=2Ctwo?=\r\n\r\n", [], ["one", "two"]],
  ["characters that a tag cannot have", "X-Tags: <a>!, , **, b\tc\r\n\r\n", [], ["a", "b c"]],
  ["plus-addresses of the header", "From: <me+f@a.test>\r\nCc: J <j+one+two@b.test>\r\n\r\n", [], ["f", "one", "two"]],
  ["plus-addresses of the envelope", "From: a@example.com\r\n\r\n", ["jo+hidden@example.com"], ["hidden"]],
  ["a plus sign in a name or a domain", 'To: "a+b" <jo@c+d.test>\r\n\r\n', [], []],
  ["an address without a domain", "To: x\r\n\r\n", ["jo+tag"], []],
])("tags of %s", (_what, source, to, tags) => {
  expect(tagsOf(source, ...to)).toEqual(tags);
});

test("a message has at most 100 tags of at most 100 characters", () => {
  const names = Array.from({ length: 200 }, (_, index) => `tag${index}`.padEnd(150, "x"));
  const tags = tagsOf(`X-Tags: ${names.join(",\r\n ")}\r\n\r\n`);
  expect([tags.length, new Set(tags.map(({ length }) => length))]).toEqual([100, new Set([100])]);
});
