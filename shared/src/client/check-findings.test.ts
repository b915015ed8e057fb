import { expect, test } from "vitest";
import type { Finding, FindingGroup } from "../finding.ts";
import { checkDeliverable, checkFindings } from "./check-findings.ts";

const finding = (
  code: string,
  group: FindingGroup,
  severity: Finding["severity"],
  more: Partial<Finding> = {},
): Finding => ({
  code,
  group,
  severity,
  rfc: "RFC 5322 §3.6",
  where: { in: "message" },
  places: [],
  text: `About ${code}.`,
  fix: `Fix ${code}`,
  count: 1,
  because: null,
  ...more,
});

const MESSAGE = {
  subject: "Hello",
  findings: [
    finding("header-missing", "grammar", "error"),
    finding("date-missing", "grammar", "error", { because: "header-missing" }),
    finding("bare-lf", "wire", "error", {
      count: 14,
      snippet: { library: "nodemailer", language: "JavaScript", code: "one();\ntwo();" },
    }),
    finding("charset-missing", "mime", "warning"),
    finding("subject-empty", "grammar", "info"),
    finding("gmail-clip", "provider", "warning"),
  ],
};

const codesIn = (text: string): string[] =>
  Array.from(text.matchAll(/^ {2}\w+ +([\w-]+) \(/gm), ([, code = ""]) => code);

test.each([
  [undefined, ["header-missing", "date-missing", "bare-lf", "charset-missing"]],
  [{ groups: ["wire", "mime"] as const }, ["bare-lf", "charset-missing"]],
  [{ groups: ["provider"] as const }, ["gmail-clip"]],
  [{ groups: ["html"] as const }, []],
  [{ groups: [] }, []],
  [{ except: ["bare-lf", "charset-missing"] }, ["header-missing", "date-missing"]],
  [{ except: ["header-missing"] }, ["bare-lf", "charset-missing"]],
])("findings selected by %o", (selection, codes) => {
  const { pass, message } = checkFindings(MESSAGE, selection);
  expect(codesIn(message)).toEqual(codes);
  expect(pass).toBe(codes.length === 0);
});

test("an exception may be the code of an earlier version", () => {
  const message = { subject: "Hello", findings: [finding("date-invalid", "grammar", "error")] };
  expect(checkFindings(message, { except: ["date-unreadable"] }).pass).toBe(true);
});

test("a failure states each fix, also as code", () => {
  expect(checkFindings(MESSAGE, { groups: ["wire"] }).message).toBe(
    [
      "“Hello” has 1 finding in wire:",
      "  error    bare-lf (RFC 5322 §3.6), 14 times: About bare-lf.",
      "           Fix: Fix bare-lf.",
      "           JavaScript, nodemailer:",
      "             one();",
      "             two();",
    ].join("\n"),
  );
  expect(checkFindings(MESSAGE).message).toMatch(
    /^“Hello” has 4 findings:\n[^]*date-missing \(RFC 5322 §3\.6\), because of header-missing: /,
  );
  expect(checkFindings({ subject: "Hello", findings: [] }).message).toBe("“Hello” has no finding.");
});

test("errors of any group make a message undeliverable", () => {
  const { pass, message } = checkDeliverable(MESSAGE);
  expect({ pass, codes: codesIn(message) }).toEqual({
    pass: false,
    codes: ["header-missing", "date-missing", "bare-lf"],
  });
  expect(message).toMatch(/^“Hello” has 3 errors for which a server may refuse it:/);
  const warnings = MESSAGE.findings.filter(({ severity }) => severity !== "error");
  expect(checkDeliverable({ subject: "Hello", findings: warnings }).pass).toBe(true);
});

test("a group that does not exist is an error, not a pass", () => {
  const groups = ["mine"] as unknown as FindingGroup[];
  expect(() => checkFindings(MESSAGE, { groups })).toThrow(
    "There is no group “mine” of findings. The groups are wire,",
  );
});
