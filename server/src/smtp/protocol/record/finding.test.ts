import { expect, test } from "vitest";
import { WireFindingList } from "./finding.ts";
import { strictRefusal, WIRE_FINDINGS, type WireFindingCode } from "./wire-findings.ts";

const CODES = Object.keys(WIRE_FINDINGS) as WireFindingCode[];

test("an empty list", () => {
  const list = new WireFindingList();
  expect(list.toArray()).toEqual([]);
  expect(list.size).toBe(0);
  expect(list.countBySeverity()).toEqual({ error: 0, warning: 0, info: 0 });
});

test("a finding has the place and the detail of its first occurrence", () => {
  const list = new WireFindingList();
  list.add("unknown-command", { in: "transcript", line: 3 }, "FOO");
  list.add("unknown-command", { in: "transcript", line: 5 }, "BAR");
  list.add("no-quit", { in: "session" }, "");
  expect(list.toArray()).toMatchObject([
    { code: "unknown-command", where: { in: "transcript", line: 3 }, text: "The command is unknown: FOO", count: 2 },
    { code: "no-quit", where: { in: "session" }, text: "The client closed the connection without QUIT.", count: 1 },
  ]);
  expect(list.countBySeverity()).toEqual({ error: 0, warning: 2, info: 0 });
});

test("a long detail is truncated", () => {
  const list = new WireFindingList();
  list.add("unknown-command", { in: "session" }, "x".repeat(201));
  expect(list.toArray()[0]?.text).toBe(`The command is unknown: ${"x".repeat(200)}…`);
});

test("the returned findings are copies", () => {
  const list = new WireFindingList();
  list.add("no-quit", { in: "session" }, "");
  for (const finding of list.toArray()) finding.count = 100;
  expect(list.toArray()[0]?.count).toBe(1);
});

test.each(CODES)("%s has a section, and texts without a full stop", (code) => {
  const { rfc, text, fix } = WIRE_FINDINGS[code];
  expect(rfc).toMatch(/^RFC \d+ §[\d.]+(?:, RFC \d+ §[\d.]+)*$/);
  for (const sentence of [text, fix]) expect(sentence).toMatch(/^[A-Z].*[^.]$/);
});

test("strict mode refuses errors only", () => {
  for (const code of CODES) {
    if (WIRE_FINDINGS[code].severity !== "error") expect(strictRefusal(code)).toBeUndefined();
  }
  expect(strictRefusal("bad-domain")?.code).toBe(501);
  // There is nothing left to reply to.
  expect(strictRefusal("hung-up-mid-message")).toBeUndefined();
});
