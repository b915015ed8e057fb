import { expect, test } from "vitest";
import { CLIENT_SAMPLES } from "../../../../test/support/client-samples.ts";
import { createMail } from "../../../../test/support/create-mail.ts";
import { listFindings } from "../../list-findings.ts";
import { SNIPPETS } from "./fix-snippet.ts";
import { codesOfRemedy, findRemedy, type Remedy } from "./remedies.ts";

const all = Object.entries(SNIPPETS).flatMap(([library, snippets]) =>
  Object.entries(snippets).map(([remedy, code]) => [library, remedy as Remedy, code] as const),
);

test.each(all)("%s, %s: short enough to read at a glance", (_library, _remedy, code) => {
  const lines = code.split("\n");
  expect(lines.length).toBeLessThanOrEqual(6);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
});

test.each(Object.entries(SNIPPETS))("%s has code for at least 25 kinds, each with one remedy", (_library, snippets) => {
  const codes = (Object.keys(snippets) as Remedy[]).flatMap(codesOfRemedy);
  expect(codes.length).toBeGreaterThanOrEqual(25);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(snippets).toHaveProperty(findRemedy(code) ?? "");
});

test("the findings of a message have code for the library that sent it, where code helps", () => {
  const mail = createMail(CLIENT_SAMPLES["python1"]?.lines ?? []);
  const from = { address: "app@example.com", parameters: [{ keyword: "size", value: "177" }] };
  const findings = listFindings({ raw: () => mail.raw(), envelope: { ...mail.envelope, from } }, []);
  expect(findings.find(({ code }) => code === "date-missing")?.snippet).toEqual({
    library: "smtplib and email",
    language: "Python",
    code: 'message["Date"] = email.utils.formatdate(localtime=True)',
  });
  expect(findings.find(({ code }) => code === "recipient-not-in-header")).not.toHaveProperty("snippet");
});

test("the findings of a message from an unknown program have no code", () => {
  expect(listFindings(createMail("From: a@x.test\r\n\r\nHi\r\n"), []).filter(({ snippet }) => snippet)).toEqual([]);
});
