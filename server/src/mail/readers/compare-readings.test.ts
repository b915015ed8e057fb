import { describe, expect, it } from "vitest";
import { compareReadings } from "./compare-readings.ts";
import type { Reading } from "./reading.ts";

const EMPTY: Reading = {
  subject: "",
  from: [],
  to: [],
  cc: [],
  bcc: [],
  replyTo: [],
  date: null,
  text: null,
  html: null,
  attachments: [],
};
const compare = (ours: Partial<Reading>, theirs: Partial<Reading>) =>
  compareReadings({ ...EMPTY, ...ours }, { ...EMPTY, ...theirs }).filter(({ same }) => !same);

describe("readings are the same", () => {
  it.each<[string, Partial<Reading>, Partial<Reading>]>([
    ["if both are empty", {}, { text: "\n", subject: " " }],
    ["if only line ends and blanks at line ends differ", { text: "a \r\nb\r\n" }, { text: "\na\nb" }],
    [
      "if a domain is spelled in another way",
      { to: [{ name: "", address: "a@m\u00fcnchen.example" }] },
      { to: [{ name: "", address: "a@xn--mnchen-3ya.example" }] },
    ],
  ])("%s", (_, ours, theirs) => {
    expect(compare(ours, theirs)).toEqual([]);
  });
});

describe("a difference is", () => {
  it.each<[string, Partial<Reading>, Partial<Reading>, boolean]>([
    ["visible in a text", { text: "one" }, { text: "two" }, true],
    ["invisible if only the number of blanks differs", { text: "one two" }, { text: "one  two" }, false],
    ["invisible if only a tag differs", { html: "<p>one" }, { html: "<div>one" }, false],
    ["visible if only one reader finds a text", { text: "one" }, {}, true],
    ["visible in a date", { date: new Date(0) }, { date: new Date(1_000) }, true],
    [
      "visible in an attachment without a name",
      { attachments: [{ filename: null, type: "a/b", size: 1 }] },
      { attachments: [{ filename: "a", type: "a/b", size: 1 }] },
      true,
    ],
    ["visible in a group without an address", { cc: [{ name: "Team", address: "" }] }, { cc: [] }, true],
    [
      "visible in an address without a domain",
      { cc: [{ name: "", address: "a" }] },
      { cc: [{ name: "a", address: "b" }] },
      true,
    ],
    ["visible in an address with an invalid domain", { cc: [{ name: "", address: "a@b c" }] }, {}, true],
  ])("%s", (_, ours, theirs, visible) => {
    expect(compare(ours, theirs)).toMatchObject([{ visible, reason: null }]);
  });
});

describe("an excerpt begins", () => {
  const startOf = (before: string) => compare({ text: `${before}one` }, { text: `${before}two` })[0]?.mailglass.start;

  it.each<[string, string, number]>([
    ["at the start if the difference is near", "x".repeat(200), 0],
    ["at the line with the difference", `${"x".repeat(300)}\n${"y".repeat(100)}`, 301],
    ["200 characters before the difference in a long line", "x".repeat(300), 100],
    ["at a complete character", "😊".repeat(150).slice(0, 300) + "x", 102],
  ])("%s", (_, before, start) => {
    expect(startOf(before)).toBe(start);
  });
});
