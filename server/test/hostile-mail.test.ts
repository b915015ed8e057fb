import { describe, expect, it } from "vitest";
import { createMail } from "./support/create-mail.ts";
import { readEverything } from "./support/read-everything.ts";

/*
 * Reading a message takes time linear in its size. These tests are not beside the code: they take long, and much longer with coverage.
 */

describe("hostile mail", () => {
  const MEGABYTE = 1024 * 1024;
  const lines = (...some: string[]) => some.join("\r\n");
  it.each<[string, () => string]>([
    ["a subject of 5 MB", () => lines(`Subject: ${"x".repeat(5 * MEGABYTE)}`, "", "Hello")],
    ["a subject of encoded words", () => lines(`Subject: ${"=?utf-8?Q?=C3=BC?= ".repeat(100_000)}`, "", "")],
    ["a subject of openings", () => lines(`Subject: ${"=?utf-8?Q?".repeat(100_000)}`, "", "")],
    ["a subject of folds", () => lines(`Subject: ${"x\r\n ".repeat(500_000)}`, "", "")],
    [
      "10,000 recipients",
      () =>
        lines(
          `To: ${Array.from({ length: 10_000 }, (_, index) => `U ${index} <u${index}@example.net>`).join(", ")}`,
          "",
          "",
        ),
    ],
    ["a To of quotes", () => lines(`To: ${'"'.repeat(MEGABYTE)}`, "", "")],
    ["a To of parentheses", () => lines(`To: ${"(".repeat(MEGABYTE)}`, "", "")],
    ["a To of angles", () => lines(`To: ${"<".repeat(MEGABYTE)}`, "", "")],
    ["100,000 header fields", () => lines(...Array(100_000).fill("X: y"), "", "")],
    [
      "1,000 nested parts",
      () =>
        lines(
          ...Array.from({ length: 1_000 }, (_, level) =>
            lines(`Content-Type: multipart/mixed; boundary=b${level}`, "", `--b${level}`),
          ),
        ),
    ],
    ["1,000 nested messages", () => lines(...Array(1_000).fill(lines("Content-Type: message/rfc822", "")))],
    [
      "100,000 flat parts",
      () => lines("Content-Type: multipart/mixed; boundary=b", "", ...Array(100_000).fill("--b\r\n\r\n")),
    ],
    [
      "a megabyte of dashes",
      () => lines("Content-Type: multipart/mixed; boundary=b", "", "--\r\n".repeat(MEGABYTE / 4)),
    ],
    ["many parameters", () => lines(`Content-Type: text/plain${"; a=b".repeat(100_000)}`, "", "")],
    ["no header at all", () => "Hello\r\n"],
    ["nothing", () => ""],
    ["NULs", () => "\0".repeat(MEGABYTE)],
    ["line ends", () => "\r\n".repeat(MEGABYTE)],
    ["stray lines in the header", () => lines("X: y", ...Array(50_000).fill("stray\r\nstray\r\nX-Y: z"), "", "")],
    [
      "delimiters that look like fields",
      () => lines("Content-Type: multipart/x; boundary=b", ...Array(50_000).fill("--bx: y")),
    ],
    [
      "5,000 alternatives that no program displays",
      () =>
        lines(
          "Content-Type: multipart/alternative; boundary=b",
          "",
          ...Array(5_000).fill("--b\r\nContent-Type: text/x\r\n\r\nx"),
        ),
    ],
    [
      "base64 whose lines may be a footer",
      () => lines("Content-Transfer-Encoding: base64", "", ...Array(50_000).fill("aGVs\r\nlist of words")),
    ],
    [
      "messages that are encoded in each other",
      () =>
        lines(...Array(300).fill("Content-Type: message/global\r\nContent-Transfer-Encoding: quoted-printable\r\n")),
    ],
    ["uuencode that never begins", () => lines("Content-Transfer-Encoding: uue", "", "begin 644 x".repeat(100_000))],
    ["open tags", () => lines("Content-Type: text/html", "", "<a href='x'>".repeat(100_000))],
    [
      "closing tags that do not fit",
      () => lines("Content-Type: text/html", "", "<i>".repeat(100_000), "</b>".repeat(100_000)),
    ],
    ["tags that never end", () => lines("Content-Type: text/html", "", '<a href="'.repeat(100_000))],
    ["comments that never end", () => lines("Content-Type: text/html", "", "<!-- <style> <script>".repeat(100_000))],
    ["references", () => lines("Content-Type: text/html", "", "&amp".repeat(300_000))],
    ["attributes of blanks", () => lines("Content-Type: text/html", "", `<a${" ".repeat(MEGABYTE)}x`)],
    ["attributes without end", () => lines("Content-Type: text/html", "", `<a ${"x=".repeat(300_000)}>y`)],
    ["links", () => lines("", "https://a.example/ ".repeat(50_000))],
    ["one long link of parentheses", () => lines("", `https://a.example/${")".repeat(MEGABYTE)}`)],
    ["words like code", () => lines("", "code ".repeat(100_000))],
    ["letters without end", () => lines("", "a".repeat(MEGABYTE))],
    ["digits without end", () => lines("", "code 1-1-".repeat(50_000))],
    [
      "quoted-printable of equals signs",
      () => lines("Content-Transfer-Encoding: quoted-printable", "", "=".repeat(MEGABYTE)),
    ],
    ["base64 of padding", () => lines("Content-Transfer-Encoding: base64", "", "A=".repeat(MEGABYTE / 2))],
    ["flowed text", () => lines("Content-Type: text/plain; format=flowed; delsp=yes", "", "> x \r\n".repeat(100_000))],
  ])(
    "of %s can be read by every view",
    (_, make) => {
      const seen = readEverything(createMail(Buffer.from(make(), "latin1")));
      expect(seen.parts.length).toBeGreaterThan(0);
      expect(seen.row.to.length).toBeLessThanOrEqual(1_000);
      expect(seen.row.subject.length).toBeLessThanOrEqual(2_000);
    },
    60_000,
  );
});
