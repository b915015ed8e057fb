import type { Finding } from "@mailglass/shared";
import { expect, test } from "vitest";
import { countGroups, describeCounts, listCauses, sortBySeverity } from "./finding-groups.ts";

const finding = (code: string, because: string | null = null, group: Finding["group"] = "grammar"): Finding => ({
  code,
  group,
  severity: "error",
  rfc: "RFC 5322 §3.6",
  where: { in: "message" },
  places: [{ in: "message" }],
  text: "Text.",
  fix: "Fix it",
  count: 1,
  because,
});

test("a consequence is listed below its first cause", () => {
  const list = listCauses([finding("b", "a"), finding("a"), finding("c", "b"), finding("d"), finding("e", "missing")]);
  const codes = list.map(({ finding: { code }, consequences }) => [code, ...consequences.map((one) => one.code)]);
  expect(codes).toEqual([["a", "b", "c"], ["d"], ["e"]]);
});

test("findings that cause each other are all listed", () => {
  const list = listCauses([finding("a", "b"), finding("b", "a")]);
  expect(list.map(({ finding: { code } }) => code)).toEqual(["a", "b"]);
});

test("groups are counted like in rows, and ordered as they are shown", () => {
  const groups = countGroups([
    finding("a", null, "html"),
    finding("b"),
    finding("c", null, "grammar"),
    finding("d", null, "wire"),
  ]);
  expect(groups).toEqual([
    { group: "wire", count: 1 },
    { group: "grammar", count: 2 },
    { group: "html", count: 0 },
  ]);
});

test("groups and causes with the most severe findings come first", () => {
  const findings = [
    { ...finding("remark", null, "grammar"), severity: "info" as const },
    { ...finding("warning", null, "mime"), severity: "warning" as const },
    { ...finding("other remark", null, "html"), severity: "info" as const },
    finding("error", null, "html"),
  ];
  expect(countGroups(findings)).toEqual([
    { group: "html", count: 0 },
    { group: "mime", count: 1 },
    { group: "grammar", count: 0 },
  ]);
  expect(describeCounts(findings)).toBe("1 warning, 3 not counted (notes, providers, HTML)");
  expect(describeCounts([finding("error"), finding("error")])).toBe("2 errors");
  const sorted = sortBySeverity(listCauses(findings));
  expect(sorted.map(({ finding: { code } }) => code)).toEqual(["error", "warning", "remark", "other remark"]);
});
