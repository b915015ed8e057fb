import { expect, test } from "vitest";
import { createMail } from "../../../test/support/create-mail.ts";
import { parseMail } from "../../mail/parsed-mail.ts";
import { createSnippet } from "./create-snippet.ts";

/** Expected values as observed with Mailpit 1.33. */

const snippetOf = (source: string) =>
  createSnippet(parseMail(createMail(Buffer.from(source.replaceAll("\n", "\r\n")))));
const snippetOfHtml = (html: string) => snippetOf(`Content-Type: text/html; charset=utf-8\n\n${html}\n`);
const snippetOfText = (text: string) => snippetOf(`Content-Type: text/plain; charset=utf-8\n\n${text}\n`);

test.each([
  ["<p>a</p><p>b</p>", "a b"],
  ["<span>a</span><b>b</b>c", "abc"],
  ["<br>a<br/>b<br />c<BR>d", "ab c d"],
  ["a<img src=x>b", "a b"],
  ["<h1>Title</h1> <a>link</a> x <b>title</b>", "Title x"],
  ["<a>l</a>ink", "link"],
  ["<style>x</style><title>t</title>ok<script>1</script>", "ok"],
  ["<noscript><b title='</noscript>'>n</b></noscript>after", "'>nafter"],
  ["<head>\n<div>in</div></head><body>out", "in out"],
  ["<head><style>a</style>\n<noscript>no</noscript></head>\n<body>b", "b"],
  ["&zwnj;&nbsp;&shy;".repeat(120), ""],
  ["e&#x301; 👩\u200d👧 \u034f z", "e\u0301 👩 👧 \u034f z"],
  ["te<!-- c -->xt", "text"],
  ['<img src="x">', ""],
])("the text of %s", (html, expected) => {
  expect(snippetOfHtml(html)).toBe(expected);
});

test.each([
  ["a  b\n\nc\t d\ufeff", "a b c d"],
  ["a\u00a0 b", "a\u00a0 b"],
  ["x".repeat(200), "x".repeat(200)],
  ["x".repeat(201), `${"x".repeat(200)}...`],
  // A character of two bytes that ends with the 200th is lost, too.
  ["ä".repeat(150), `${"ä".repeat(99)}...`],
  [`x${"ä".repeat(150)}`, `x${"ä".repeat(99)}...`],
  [`${"x".repeat(198)}äy`, `${"x".repeat(198)}...`],
])("spaces, and the limit of 200 bytes: %#", (text, expected) => {
  expect(snippetOfText(text)).toBe(expected);
});

const multipart = (subtype: string, ...parts: readonly (readonly [type: string, body: string])[]) =>
  snippetOf(
    `MIME-Version: 1.0\nContent-Type: multipart/${subtype}; boundary=b\n\n${parts
      .map(([type, body]) => `--b\nContent-Type: ${type}\n\n${body}\n`)
      .join("")}--b--\n`,
  );

test("HTML comes before text, even if it has none", () => {
  expect(multipart("alternative", ["text/plain", "plain"], ["text/html", "<b>html</b>"])).toBe("html");
  expect(multipart("alternative", ["text/plain", "plain"], ["text/html", "<img src=x>"])).toBe("");
  expect(multipart("alternative", ["text/plain", "plain"], ["text/html", " "])).toBe("plain");
});

test("the first HTML, all texts, and the first text of alternatives", () => {
  expect(multipart("mixed", ["text/html", "one"], ["text/html", "two"])).toBe("one");
  expect(multipart("mixed", ["text/plain", "one"], ["text/plain", "two"])).toBe("one -- two");
  expect(multipart("alternative", ["text/plain", "one"], ["text/plain", "two"])).toBe("one");
});
