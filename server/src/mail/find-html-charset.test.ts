import { expect, it } from "vitest";
import { findHtmlCharset } from "./find-html-charset.ts";

it.each<[html: string, charset: string | null]>([
  ["<p>Hi", null],
  ["\xef\xbb\xbf<meta charset=koi8-r>", "utf-8"],
  ["\xef\xbb<meta charset=koi8-r>", "koi8-r"],
  ["\xef<meta charset=koi8-r>", "koi8-r"],
  ["<meta charset=koi8-r><meta name=viewport content='width=device-width'>", "koi8-r"],
  ["<meta name=x><meta charset='koi8-r'><meta charset=utf-8>", "koi8-r"],
  ['<meta http-equiv=" Content-Type " content="text/html; charset = koi8-r">', "koi8-r"],
  ['<meta http-equiv="Content-Type" content="text/html">', null],
  ['<meta http-equiv="Content-Type">', null],
  ['<meta http-equiv="refresh" content="charset=koi8-r">', null],
  ['<meta content="text/html; charset=koi8-r">', null],
  ['<?xml version="1.0" encoding="koi8-r"?><html>', "koi8-r"],
  // Readable as ASCII, so it cannot be UTF-16.
  ['<?xml version="1.0" encoding="UTF-16"?><html>', "utf-8"],
  ["<meta charset=utf-16le>", "utf-8"],
  [`<style>${"x".repeat(8_200)}</style><meta charset=koi8-r>`, null],
])("%j declares %s", (html, charset) => {
  expect(findHtmlCharset(Buffer.from(html, "latin1"))).toBe(charset);
});
