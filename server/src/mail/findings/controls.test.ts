import { describe, expect, it } from "vitest";
import { CONTROLS } from "../../../test/support/controls.ts";
import { createMail } from "../../../test/support/create-mail.ts";
import { GOOD } from "../../../test/support/finding-sources.ts";
import { MISTAKES } from "../../../test/support/mistakes.ts";
import { lintForRow, lintMail } from "../lint-mail.ts";
import { parseBeginning } from "../parse-for-row.ts";
import { ParsedMail } from "../parsed-mail.ts";

const SHOWN = ["--b", "Content-Type: text/html; charset=utf-8", "", '<img src="cid:logo@x">'];

const CODES = (source: Buffer | readonly string[], limitBytes?: number) =>
  lintForRow(new ParsedMail(createMail(source), limitBytes)).map(({ code }) => code);

describe("a well-formed message", () => {
  it.each(Object.entries(CONTROLS))("of %s has no finding", (_, lines) => {
    const findings = lintMail(createMail(lines)).filter(({ code }) => code !== "html-without-text");
    expect(findings).toEqual([]);
  });

  it.each(Object.entries(CONTROLS))("of %s has none if only a part of it is read", (_, lines) => {
    const full = CODES(lines);
    for (let limit = 1; limit < 80; limit += 3)
      for (const code of CODES(lines, limit)) expect(full, `${limit} bytes`).toContain(code);
  });
});

it("has no finding that is due only to the end of a beginning", () => {
  const line = `${"A".repeat(76)}\r\n`;
  const attached = ["MIME-Version: 1.0", "Content-Type: image/png; name=a.png", "Content-Transfer-Encoding: base64"];
  const html = [
    "MIME-Version: 1.0",
    'Content-Type: multipart/related; boundary="b"',
    "",
    ...SHOWN,
    line.repeat(300),
    "--b--",
  ];
  for (const lines of [
    [...GOOD, ...attached, "", line.repeat(300)],
    [...GOOD, ...html],
  ]) {
    const codes = lintForRow(parseBeginning(createMail(lines))).map(({ code }) => code);
    expect(codes.filter((code) => code !== "html-without-text")).toEqual([]);
  }
});

it("has no finding that is due only to the limit of bytes", () => {
  for (const [code, source] of MISTAKES) {
    const full = CODES(source);
    for (let limit = 1; limit < 80; limit += 5)
      for (const partial of CODES(source, limit)) expect(full, `${code} with ${limit} bytes`).toContain(partial);
  }
});
