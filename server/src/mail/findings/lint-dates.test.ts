import { expect, it } from "vitest";
import { createMail } from "../../../test/support/create-mail.ts";
import { GOOD } from "../../../test/support/finding-sources.ts";
import { lintMail } from "../lint-mail.ts";

/** The header says Mon, 23 Nov 2026 12:00:00 +0100. */
const SENT_AT = Date.UTC(2026, 10, 23, 11);
const MINUTE_MS = 60_000;

it.each([
  [0, undefined],
  [4 * MINUTE_MS, undefined],
  [-5 * MINUTE_MS, undefined],
  [6 * MINUTE_MS, "6 min before its arrival"],
  [-7 * MINUTE_MS, "7 min after its arrival"],
  [-60 * MINUTE_MS, "exactly 1 h 00 after its arrival: a time zone"],
  [120 * MINUTE_MS + 2_000, "exactly 2 h 00 before its arrival: a time zone"],
  [5.5 * 60 * MINUTE_MS, "exactly 5 h 30 before its arrival: a time zone"],
  [133 * MINUTE_MS, "2 h 13 before its arrival"],
  [72 * 60 * MINUTE_MS, "3 days before its arrival"],
])("a message that arrives %d ms after its Date: %s", (delay, expected) => {
  const mail = { ...createMail([...GOOD, "", ""]), deliveredAt: SENT_AT + delay };
  const finding = lintMail(mail).find(({ code }) => code === "date-skew");
  expect(finding?.text.replace(/^.*?: /, "")).toBe(expected);
});

it("does not compare the Date of a message that was imported, or that other servers passed on", () => {
  expect(lintMail(createMail([...GOOD, "", ""]))).toEqual([]);
  const relayed = createMail([
    "Received: from a.example by b.example; Mon, 23 Nov 2026 12:00:01 +0100",
    ...GOOD,
    "",
    "",
  ]);
  expect(lintMail({ ...relayed, deliveredAt: SENT_AT + 600 * MINUTE_MS })).toEqual([]);
});
