import { expect, test } from "vitest";
import { EMPTY_ENVELOPE } from "../empty-envelope.ts";
import { compareMailPair } from "./compare-mails.ts";
import { compareTexts, MAX_COMPARED_LENGTH } from "./compare-texts.ts";

/** Compares two sources with LF. */
function compare(first: string, second: string) {
  const [one, other] = [Buffer.from(first.replaceAll("\n", "\r\n")), Buffer.from(second.replaceAll("\n", "\r\n"))];
  const raw = Buffer.concat([one, other]);
  return compareMailPair({ raw: () => raw, envelope: EMPTY_ENVELOPE }, { split: one.length });
}

interface Details {
  readonly date: string;
  readonly id: string;
  readonly boundary: string;
  readonly token: string;
  readonly code: string;
  readonly greeting?: string;
  readonly file?: string;
  readonly filename?: string;
}

const FIRST: Details = {
  date: "Fri, 27 Nov 2026 10:00:00 +0000",
  id: "a1",
  boundary: "b-4711",
  token: "Zk3JfP0aQ8mT5vXy",
  code: "482913",
};
const SECOND: Details = {
  date: "Sat, 28 Nov 2026 11:00:00 +0000",
  id: "b2",
  boundary: "b-0815",
  token: "Qw9RtB7cD1eF4gHj",
  code: "771204",
};

function createSource({
  date,
  id,
  boundary,
  token,
  code,
  greeting = "Hello Ann",
  file = "QUJD",
  filename = "a.txt",
}: Details) {
  return `From: shop@example.com
Subject: Your order
Date: ${date}
Message-ID: <${id}@example.com>
Content-Type: multipart/mixed; boundary="${boundary}"

--${boundary}
Content-Type: multipart/alternative; boundary="${boundary}2"

--${boundary}2

${greeting},
your code is ${code}: https://shop.example/c?token=${token}
--${boundary}2
Content-Type: text/html

<p>${greeting}</p><a href="https://shop.example/c?token=${token}">Confirm</a>
--${boundary}2--
--${boundary}
Content-Type: application/octet-stream; name="${filename}"
Content-Disposition: attachment; filename="${filename}"
Content-Transfer-Encoding: base64

${file}
--${boundary}--
`;
}

test("what differs in every message is ignored", () => {
  const comparison = compare(createSource(FIRST), createSource(SECOND));
  expect(comparison.same).toBe(true);
  expect(comparison.headers.map(({ name, change }) => `${name}: ${change}`)).toEqual([
    "From: same",
    "Subject: same",
    "Date: ignored",
    "Message-ID: ignored",
    "Content-Type: ignored",
  ]);
  expect(comparison.text?.result).toBe("same");
  expect(comparison.text?.pieces.filter(({ kind }) => kind === "ignored").map(({ text }) => text)).toEqual([
    SECOND.code,
    SECOND.token,
  ]);
  expect(comparison.html?.result).toBe("same");
  expect(comparison.attachments).toMatchObject([{ change: "same", first: { filename: "a.txt", size: 3 } }]);
});

test("words, and not whole lines, are marked", () => {
  const { same, text, html } = compare(createSource(FIRST), createSource({ ...SECOND, greeting: "Hello Bob" }));
  expect(same).toBe(false);
  expect(text?.result).toBe("different");
  expect(text?.pieces.slice(0, 4)).toEqual([
    { kind: "same", text: "Hello " },
    { kind: "removed", text: "Ann" },
    { kind: "added", text: "Bob" },
    { kind: "same", text: ",\nyour code is " },
  ]);
  expect(html?.pieces.slice(0, 3)).toEqual([
    { kind: "same", text: "<p>Hello " },
    { kind: "removed", text: "Ann" },
    { kind: "added", text: "Bob" },
  ]);
});

test.each([
  ["other content", { file: "REVG" }, "changed"],
  ["another name", { filename: "b.txt" }, "renamed"],
  ["another file", { file: "REVG", filename: "b.txt" }, "removed"],
])("attachments are compared by hash: %s", (_, change, expected) => {
  const { same, attachments } = compare(createSource(FIRST), createSource({ ...SECOND, ...change }));
  expect(same).toBe(false);
  expect(attachments[0]?.change).toBe(expected);
});

test("fields and parts that only one message has, or that changed", () => {
  const first = "Subject: One\nX-Only: here\nReceived: a\nReceived: b\n\nText\n";
  const second = "Subject: Two\nReceived: c\nContent-Type: text/plain; charset=utf-8\n\nText\n";
  const { headers, structure, text } = compare(first, second);
  expect(headers).toEqual([
    {
      name: "Subject",
      change: "changed",
      first: "One",
      second: "Two",
      pieces: [
        { kind: "removed", text: "One" },
        { kind: "added", text: "Two" },
      ],
    },
    { name: "X-Only", change: "removed", first: "here", second: null, pieces: [] },
    { name: "Received", change: "ignored", first: "a", second: "c", pieces: [] },
    { name: "Received", change: "ignored", first: "b", second: null, pieces: [] },
    { name: "Content-Type", change: "added", first: null, second: "text/plain; charset=utf-8", pieces: [] },
  ]);
  expect(structure).toEqual([
    { change: "changed", depth: 0, first: "text/plain, 7bit", second: "text/plain, charset utf-8, 7bit" },
  ]);
  expect(text?.result).toBe("same");
});

test("a part that was added", () => {
  const part = (type: string) => `--b\nContent-Type: ${type}\n\nx\n`;
  const source = (...parts: string[]) =>
    `Content-Type: multipart/mixed; boundary=b\n\n${parts.map(part).join("")}--b--\n`;
  const { structure } = compare(source("text/plain"), source("text/plain", "image/png"));
  expect(structure.map(({ change, second }) => `${change} ${second}`)).toEqual([
    "same multipart/mixed",
    "same text/plain, 7bit",
    "added image/png, 7bit",
  ]);
});

const text = (value: string) => ({ text: value, codes: new Set<string>() });

test.each([
  ["a UUID", "id 0f8fad5b-d9cb-469f-a165-70867728950e", "id 7c9e6679-7425-40de-944b-e07fc1f90ae7"],
  ["a JSON Web Token", "t=eyJhbGciOiJI.eyJzdWIi.c2ln", "t=eyJhbGciOiJJ.eyJzdWJi.d2ln"],
  ["a hash", "9e107d9d372bb6826bd81d3542a419d6", "e4d909c290d0fb1ca068ffaddf22cbd0"],
  ["a time stamp", "at 1700000000", "at 1800000000123"],
  ["blanks", "a  b", "a\tb"],
])("%s counts as equal", (_, first, second) => {
  expect(compareTexts(text(first), text(second)).result).toBe("same");
});

test.each([
  ["a word", "internationalisation", "internationalization"],
  ["a price", "19.99", "29.99"],
  ["a class name", "btn-primary-large-inverted", "btn-primary-small-inverted"],
  ["a line end", "a b", "a\nb"],
])("%s counts as different", (_, first, second) => {
  expect(compareTexts(text(first), text(second)).result).toBe("different");
});

test("the pieces of a comparison make up both texts", () => {
  const [first, second] = ["one two three four\nfive", "zero two  three\nsix five seven"];
  const { pieces } = compareTexts(text(first), text(second));
  const join = (without: string) =>
    pieces
      .filter(({ kind }) => kind !== without)
      .map((piece) => piece.text)
      .join("");
  expect(join("removed")).toBe(second);
  // Equal blanks are shown as in the second text.
  expect(join("added").replace("  ", " ")).toBe(first);
});

test("texts that have nothing in common are compared in bounded time", () => {
  const words = (seed: number) => Array.from({ length: 40_000 }, (_, at) => (at * seed) % 9_973).join(" ");
  const { result, pieces, truncated } = compareTexts(text(`start ${words(7)} end`), text(`start ${words(11)} end`));
  expect(result).toBe("too-different");
  expect(pieces[0]).toEqual({ kind: "same", text: "start 0 " });
  expect(truncated).toBe(words(7).length > MAX_COMPARED_LENGTH);
});
