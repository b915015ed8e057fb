import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitrarySource } from "../../test/support/arbitrary-source.ts";
import { createMail } from "../../test/support/create-mail.ts";
import { readMailFacts } from "./mail-facts.ts";
import { parseBeginning, parseForRow, parseIfCheap } from "./parse-for-row.ts";

const part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n";
const multipart = (parts: string) => createMail(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--`);

describe("a light reading", () => {
  it("finds what a reading without limits finds", () => {
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
  ])("is refused to a mail with too many %s", (_, mail) => {
    expect(parseIfCheap(mail)).toBeUndefined();
  });

  it("is given to a mail with a large attachment", () => {
    expect(parseIfCheap(multipart(`${part}--b\r\n\r\n${"x".repeat(500_000)}\r\n`))).toBeDefined();
  });
});

it("the beginning of a mail that could not be read in time says who wrote it", () => {
  const { summary: digest } = readMailFacts(
    parseBeginning(createMail(`From: jo@example.com\r\n${"a: b\r\n".repeat(100_000)}\r\n`)),
  );
  expect(digest.from?.address).toBe("jo@example.com");
});
