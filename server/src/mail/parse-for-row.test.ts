import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { arbitrarySource } from "../../test/support/arbitrary-source.ts";
import { createMail } from "../../test/support/create-mail.ts";
import { readMailFacts } from "./mail-facts.ts";
import { isCheapToOpen, parseBeginning, parseForRow, parseIfCheap } from "./parse-for-row.ts";

const part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n";
const multipart = (parts: string) => createMail(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--`);

describe("a limited reading", () => {
  it("finds what a reading without limits finds", () => {
    // The scan has a deadline, which a busy machine may miss.
    vi.spyOn(performance, "now").mockReturnValue(0);
    onTestFinished(() => void vi.restoreAllMocks());
    fc.assert(
      fc.property(arbitrarySource, (raw) => {
        const light = parseIfCheap(createMail(raw));
        expect(light && readMailFacts(light)).toEqual(readMailFacts(parseForRow(createMail(raw))));
      }),
    );
  });

  it.each([
    ["parts", multipart(part.repeat(201))],
    ["header fields", createMail(`${"a: b\r\n".repeat(1_001)}\r\n`)],
    ["bytes of header", createMail(`a: ${"b".repeat(40_000)}\r\n\r\n`)],
    ["bytes of bodies", multipart(`--b\r\n\r\n${"x".repeat(70_000)}\r\n`.repeat(9))],
    ["addresses", createMail(`To: ${"a@b,".repeat(4_000)}\r\n\r\n`)],
    ["encoded words", createMail(`Subject: ${"=?utf-8?Q?=C3=BC?= ".repeat(1_500)}\r\n\r\n`)],
    ["parameters", createMail(`Content-Type: a/b${"; a=b".repeat(2_000)}\r\n\r\n`)],
    ["texts of base64", createMail(`Content-Transfer-Encoding: base64\r\n\r\n${"=A".repeat(30_000)}`)],
    [
      "bytes of quoted-printable",
      multipart(`--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${"x".repeat(65_000)}\r\n`.repeat(5)),
    ],
  ])("is refused to a mail with too many %s", (_, mail) => {
    expect(parseIfCheap(mail)).toBeUndefined();
  });

  it("is possible for a mail with a large attachment", () => {
    // The scan has a deadline, which a busy machine may miss.
    vi.spyOn(performance, "now").mockReturnValue(0);
    onTestFinished(() => void vi.restoreAllMocks());
    expect(parseIfCheap(multipart(`${part}--b\r\n\r\n${"x".repeat(500_000)}\r\n`))).toBeDefined();
  });
});

it("the beginning of a mail that could not be read in time says who wrote it", () => {
  const { summary: digest } = readMailFacts(
    parseBeginning(createMail(`From: jo@example.com\r\n${"a: b\r\n".repeat(100_000)}\r\n`)),
  );
  expect(digest.from?.address).toBe("jo@example.com");
});

const htmlMail = (html: string, encoding = "8bit") =>
  createMail(`Content-Type: text/html\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${html}`);
const attachment = (encoding: string, bytes: string) =>
  multipart(
    `--b\r\nContent-Type: a/b\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${bytes}\r\n`,
  );
const to = (count: number) => Array.from({ length: count }, (_, at) => ({ address: `a${at}@b`, parameters: [] }));

describe("a mail is opened in the worker", () => {
  it.each([
    ["tags", htmlMail("<a>".repeat(20_000))],
    ["tags that are written in base64", htmlMail(Buffer.from("<a>".repeat(15_000)).toString("base64"), "base64")],
    ["attributes", htmlMail("<p a=b c=d e=f g=h>".repeat(3_000))],
    ["lines", createMail(`Content-Type: a/b\r\n\r\n${"\n".repeat(1_000_000)}`)],
    [
      "texts of base64 behind the first bytes of an attachment",
      attachment("base64", `${"A".repeat(70_000)}${"=A".repeat(1_000)}`),
    ],
    ["bytes of quoted-printable in an attachment", attachment("quoted-printable", "=\r\n".repeat(200_000))],
    ["recipients", { ...createMail("\r\n"), envelope: { ...createMail("").envelope, to: to(1_001) } }],
  ])("if it has too many %s", (_, mail) => {
    expect(isCheapToOpen(mail)).toBe(false);
  });
});

it.each([
  [
    "a newsletter",
    htmlMail(
      `<tr><td style="color: red"><a href="https://a.example/?b=1">A few words of text</a></td></tr>`.repeat(550),
    ),
  ],
  [
    "a mail to 100 people",
    createMail(`To: ${'"Jo Doe" <jo@example.com>,\r\n '.repeat(100)}jo@example.com\r\n\r\nHello`),
  ],
  ["a picture of 700 KB", attachment("base64", `${"A".repeat(76)}\r\n`.repeat(9_000))],
  [
    "a text of 60 KB",
    createMail(`Subject: x\r\n\r\n${"Your important code stands in the standard token.\r\n".repeat(400)}`),
  ],
])("%s is opened on the main thread", (_, mail) => {
  expect(isCheapToOpen(mail)).toBe(true);
});
