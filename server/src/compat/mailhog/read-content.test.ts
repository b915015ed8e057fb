import fc from "fast-check";
import { expect, test } from "vitest";
import { runInSlices } from "../../base/time-slice.ts";
import { generateJson } from "../generate-json.ts";
import { readContent } from "./read-content.ts";

/** The content as a client reads it. */
async function contentOf(source: string | Buffer) {
  return JSON.parse([...generateJson(await runInSlices(readContent(Buffer.from(source))))].join(""));
}

const crlf = (lines: readonly string[]) => `${lines.join("\r\n")}\r\n`;

const alternative = crlf([
  "Subject: =?utf-8?Q?H=C3=A9?=",
  'Content-Type: multipart/alternative; boundary="b"',
  "",
  "--b",
  "Content-Type: text/plain; charset=utf-8",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "hi =C3=A9",
  "--b",
  "Content-Type: text/html",
  "",
  "<b>hi</b>",
  "--b--",
]);

test("parts stay encoded, count their raw bytes, and end with the two dashes", async () => {
  const { MIME } = await contentOf(alternative);
  expect(MIME?.Parts).toEqual([
    {
      Headers: {
        "Content-Type": ["text/plain; charset=utf-8"],
        "Content-Transfer-Encoding": ["quoted-printable"],
      },
      Body: "hi =C3=A9",
      Size: 97,
      MIME: null,
    },
    { Headers: { "Content-Type": ["text/html"] }, Body: "<b>hi</b>", Size: 36, MIME: null },
    { Headers: {}, Body: "--", Size: 2, MIME: null },
  ]);
});

test("a preamble is the first part, so that the numbers shift as they do in MailHog", async () => {
  const source = alternative.replace("\r\n\r\n--b", "\r\n\r\nFor old readers.\r\n--b");
  expect((await contentOf(source)).MIME?.Parts.map((part: { Body: string }) => part.Body)).toEqual([
    "For old readers.",
    "hi =C3=A9",
    "<b>hi</b>",
    "--",
  ]);
});

test("header fields keep their spelling and their encoded words, join their folds, and the last of a name wins", async () => {
  const source = crlf(["SUBJECT: =?utf-8?Q?H=C3=A9?=", "X-Long: one", "  two", "X-Twice: 1", "X-Twice: 2", "", "text"]);
  expect((await contentOf(source)).Headers).toEqual({
    SUBJECT: ["=?utf-8?Q?H=C3=A9?="],
    "X-Long": ["one  two"],
    "X-Twice": ["2"],
  });
});

test("the line end before the final dot is not part of the body", async () => {
  expect((await contentOf("A: b\r\n\r\ntext\r\n")).Body).toBe("text");
});

test("headers are read of mail without a body", async () => {
  expect(await contentOf("Subject: empty\r\n\r\n")).toMatchObject({ Headers: { Subject: ["empty"] }, Body: "" });
});

test("mail that is not multipart has no parts", async () => {
  expect((await contentOf("A: b\r\n\r\ntext\r\n")).MIME).toBeNull();
});

test("multiparts in multiparts are read", async () => {
  const inner = 'Content-Type: multipart/related; boundary="i"\r\n\r\n--i\r\n\r\ndeep\r\n--i--';
  const source = `Content-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\n${inner}\r\n--o--\r\n`;
  expect((await contentOf(source)).MIME?.Parts[0]?.MIME?.Parts[0]?.Body).toBe("deep");
});

test("headers are read of mail with bare LF", async () => {
  expect(await contentOf("Subject: unix\n\ntext\n")).toMatchObject({ Headers: { Subject: ["unix"] }, Body: "text" });
});

test("any input can be read, and no byte of a body is lost", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom("\r\n", "\n", "--b", "A: ", "x", '; boundary="b"', " ")),
      async (pieces) => {
        const { Body, MIME } = await contentOf(`Content-Type: multipart/mixed; boundary="b"\r\n\r\n${pieces.join("")}`);
        expect(Body).toBe(pieces.join("").replace(/\r?\n$/, ""));
        expect(MIME?.Parts.length).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

/** Levels of multiparts around a text. */
function nestParts(levels: number, text: string): string {
  let source = text;
  for (let level = 0; level < levels; level++) {
    source = `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n${source}\r\n--b${level}--`;
  }
  return source;
}

async function depthOf(source: string): Promise<number> {
  let depth = 0;
  for (let at = (await contentOf(source)).MIME; at != null; at = at.Parts[0]?.MIME ?? null) depth++;
  return depth;
}

test("multiparts in multiparts are read 20 deep while they are small", async () => {
  expect(await depthOf(nestParts(200, "text"))).toBe(20);
});

test("bodies of parts are at most three times the source together", async () => {
  const text = "x".repeat(2_000_000);
  expect(await depthOf(nestParts(20, text))).toBe(3);
  // Three at the same level, which fit together once more.
  const siblings = ["", "", ""].map(() => `--s\r\n${nestParts(20, text)}\r\n`).join("");
  const source = `Content-Type: multipart/mixed; boundary=s\r\n\r\n${siblings}--s--`;
  const json = JSON.stringify((await contentOf(source)).MIME);
  expect(json.length).toBeLessThan(3.1 * source.length);
});

test("parts and header fields of a message are read up to a limit", async () => {
  const many = "--s\r\nA: 1\r\n\r\n--t\r\n--t\r\n".repeat(30_000);
  const { Parts } = (await contentOf(`Content-Type: multipart/mixed; boundary=s\r\n\r\n${many}`)).MIME;
  expect(Parts).toHaveLength(2_000);
  const fields = Array.from({ length: 20_000 }, (_, index) => `A${index}: b\r\n`).join("");
  expect(Object.keys((await contentOf(`${fields}\r\ntext`)).Headers)).toHaveLength(1_000);
});

test("a delimiter is found at any position, with any bytes", async () => {
  for (const length of [65_530, 65_534, 65_535, 65_536, 131_070]) {
    const source = `Content-Type: multipart/mixed; boundary="grüße"\r\n\r\n${"x".repeat(length)}\r\n--grüße\r\n\r\nend`;
    const { Parts } = (await contentOf(source)).MIME;
    expect(Parts.map((part: { Body: string }) => part.Body.length)).toEqual([length, 3]);
  }
});
