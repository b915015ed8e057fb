import { expect, test } from "vitest";
import { WireFindingList } from "./finding.ts";
import { WIRE_CAUSES } from "./wire-causes.ts";
import { WIRE_GROUPS } from "./wire-finding-definition.ts";
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
  expect(list.countBySeverity()).toEqual({ error: 0, warning: 1, info: 1 });
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

test("strict mode refuses findings of its groups, if there is something to reply to", () => {
  const all = new Set(WIRE_GROUPS);
  expect(strictRefusal("bad-domain", all)?.code).toBe(501);
  expect(strictRefusal("bad-domain", new Set(["wire", "tls"]))).toBeUndefined();
  expect(strictRefusal("early-talker", new Set(["wire"]))?.code).toBe(554);
  expect(strictRefusal("hung-up-mid-message", all)).toBeUndefined();
  expect(strictRefusal("repeated-recipient", all)).toBeUndefined();
});

test("a finding may have a severity and a fix of its own", () => {
  const list = new WireFindingList();
  list.add("ehlo-not-a-host", { in: "session" }, "x", { severity: "info", fix: "Send another" });
  expect(list.toArray()).toMatchObject([{ severity: "info", fix: "Send another", group: "wire" }]);
  expect(list.countBySeverity()).toEqual({ error: 0, warning: 0, info: 1 });
});

test("the first 100 places are kept", () => {
  const list = new WireFindingList();
  for (let line = 1; line <= 150; line += 1) list.add("unknown-command", { in: "transcript", line }, "");
  expect(list.toArray()[0]?.places.length).toBe(100);
  expect(list.toArray()[0]).toMatchObject({ count: 150, where: { line: 1 } });
});

test("a consequence names its cause, in whatever order they are found", () => {
  const list = new WireFindingList();
  list.add("unknown-command", { in: "session" }, "");
  expect(list.toArray()[0]?.because).toBeNull();
  list.add("ended-early", { in: "session" }, "");
  expect(list.toArray().map(({ code, because }) => [code, because])).toEqual([
    ["unknown-command", "ended-early"],
    ["ended-early", null],
  ]);
  expect(list.mainFinding()?.code).toBe("ended-early");
});

test("no finding causes itself, directly or through others", () => {
  const reach = (code: string, seen: readonly string[]): void => {
    expect(seen).not.toContain(code);
    const consequences = Object.entries(WIRE_CAUSES).find(([cause]) => cause === code)?.[1] ?? [];
    for (const consequence of consequences) reach(consequence, [...seen, code]);
  };
  for (const cause of Object.keys(WIRE_CAUSES)) reach(cause, []);
});
