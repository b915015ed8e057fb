import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitrarySource } from "../../test/support/arbitrary-source.ts";
import { createMail } from "../../test/support/create-mail.ts";
import { readEverything } from "../../test/support/read-everything.ts";
import { createHeaderIndex, createHeaderReader, readHeaderOf } from "./header-index.ts";
import { ParsedMail } from "./parsed-mail.ts";
import { extractSearchText } from "./search-index.ts";
import {
  createTextSignature,
  mayContainTerm,
  prepareTerm,
  sourceContainsTerm,
  textContainsTerm,
} from "./text-signature.ts";

describe("any bytes at all", () => {
  it("can be read by every view, and all ranges are within the source", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          arbitrarySource,
          fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
        ),
        (raw) => {
          const seen = readEverything(createMail(raw));
          const places = [
            ...seen.headers,
            ...seen.parts,
            ...seen.findings.flatMap(({ where }) => (where.in === "source" ? [where] : [])),
          ];
          for (const { start, end } of places) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(raw.length);
          }
          expect(seen.parts[0]).toMatchObject({ number: "0", start: 0, end: raw.length });
          for (const { count } of seen.findings) expect(count).toBeGreaterThan(0);
          expect(JSON.parse(JSON.stringify(seen.row))).toEqual(seen.row);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("have the same index whether or not what follows the header is read", () => {
    fc.assert(
      fc.property(arbitrarySource, fc.nat(), (raw, at) => {
        const mail = createMail(raw);
        const index = createHeaderIndex(new ParsedMail(mail));
        const beginning = raw.subarray(0, at % (raw.length + 1));
        const header = readHeaderOf(beginning, beginning.length === raw.length);
        if (header === undefined) return;
        expect(createHeaderIndex(createHeaderReader(beginning, header, mail.envelope))).toEqual(index);
      }),
      {
        examples: [
          [Buffer.from("\r\nSubject: after a blank line"), 2],
          [Buffer.from("Subject: \x80\r\n\r\nContent-Type: text/html; charset=koi8-r", "latin1"), 14],
        ],
      },
    );
  });

  it("are found by any part of their text", () => {
    fc.assert(
      fc.property(arbitrarySource, fc.nat(), fc.integer({ min: 1, max: 12 }), (raw, at, length) => {
        const mail = createMail(raw);
        const text = extractSearchText(mail);
        const start = text.length === 0 ? 0 : at % text.length;
        const wanted = prepareTerm(text.slice(start, start + length));
        expect(mayContainTerm(createTextSignature(mail), wanted)).toBe(true);
        expect(textContainsTerm(text, wanted)).toBe(true);
        expect(sourceContainsTerm(mail.raw(), createTextSignature(mail), prepareTerm("not in there §"))).toBe(false);
      }),
    );
  });
});
