import { expect, test } from "vitest";
import { decodeUuencode } from "./decode-uuencode.ts";

test.each([
  ["a complete file", "begin 644 a.txt\n#0V%T\n`\nend\nfooter", "Cat", "footer"],
  ["CR LF line ends", "begin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n", "Cat", ""],
  ["text before the file", "hello\nbegin 0644 a.txt\n#0V%T\nend\n", "Cat", ""],
  ["no end line", "begin 644 a.txt\n#0V%T", "Cat", ""],
  ["blanks missing at the end of a line", "begin 644 a.txt\n#\nend\n", "\0\0\0", ""],
  ["a length that the body cannot hold", `begin 644 a\n${"M\n".repeat(3)}end\n`, "\0".repeat(21), ""],
  ["no begin line", "#0V%T\nend\n", "#0V%T\nend\n", ""],
])("decodes %s", (_name, body, bytes, footer) => {
  const decoded = decodeUuencode(Buffer.from(body, "latin1"));
  expect(decoded.bytes.toString("latin1")).toBe(bytes);
  expect(decoded.footer.toString("latin1")).toBe(footer);
});
