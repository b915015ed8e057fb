import fc from "fast-check";
import { expect, test } from "vitest";
import { contentOf } from "./content.ts";

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

test("parts stay encoded, count their raw bytes, and end with the two dashes", () => {
  const { MIME } = contentOf(alternative);
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

test("a preamble is the first part, so that the numbers shift as they do in MailHog", () => {
  const source = alternative.replace("\r\n\r\n--b", "\r\n\r\nFor old readers.\r\n--b");
  expect(contentOf(source).MIME?.Parts.map((part) => part.Body)).toEqual([
    "For old readers.",
    "hi =C3=A9",
    "<b>hi</b>",
    "--",
  ]);
});

test("header fields keep their spelling and their encoded words, join their folds, and the last of a name wins", () => {
  const source = crlf(["SUBJECT: =?utf-8?Q?H=C3=A9?=", "X-Long: one", "  two", "X-Twice: 1", "X-Twice: 2", "", "text"]);
  expect(contentOf(source).Headers).toEqual({
    SUBJECT: ["=?utf-8?Q?H=C3=A9?="],
    "X-Long": ["one  two"],
    "X-Twice": ["2"],
  });
});

test("the line end before the final dot is not part of the body", () => {
  expect(contentOf("A: b\r\n\r\ntext\r\n").Body).toBe("text");
});

test("headers are read of mail without a body", () => {
  expect(contentOf("Subject: empty\r\n\r\n")).toMatchObject({ Headers: { Subject: ["empty"] }, Body: "" });
});

test("mail that is not multipart has no parts", () => {
  expect(contentOf("A: b\r\n\r\ntext\r\n").MIME).toBeNull();
});

test("multiparts in multiparts are read", () => {
  const inner = 'Content-Type: multipart/related; boundary="i"\r\n\r\n--i\r\n\r\ndeep\r\n--i--';
  const source = `Content-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\n${inner}\r\n--o--\r\n`;
  expect(contentOf(source).MIME?.Parts[0]?.MIME?.Parts[0]?.Body).toBe("deep");
});

test("headers are read of mail with bare LF", () => {
  expect(contentOf("Subject: unix\n\ntext\n")).toMatchObject({ Headers: { Subject: ["unix"] }, Body: "text" });
});

test("whatever comes is read, and no byte of a body is lost", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("\r\n", "\n", "--b", "A: ", "x", '; boundary="b"', " ")), (pieces) => {
      const { Body, MIME } = contentOf(`Content-Type: multipart/mixed; boundary="b"\r\n\r\n${pieces.join("")}`);
      expect(Body).toBe(pieces.join("").replace(/\r?\n$/, ""));
      expect(MIME?.Parts.length).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("a bomb of multiparts in multiparts is read only so deep", () => {
  let source = "text";
  for (let level = 0; level < 200; level++) {
    source = `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n${source}\r\n--b${level}--`;
  }
  let depth = 0;
  for (let at = contentOf(source).MIME; at != null; at = at.Parts[0]?.MIME ?? null) depth++;
  expect(depth).toBe(20);
});
