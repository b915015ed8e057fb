import { expect, it } from "vitest";
import { decodeFieldValue } from "./decode-field-value.ts";
import { scanHeaderBlock } from "./header-block.ts";

function decodeSubject(bytes: string, contentType: string): string {
  const raw = Buffer.from(`Subject: ${bytes}\r\nContent-Type: ${contentType}\r\n\r\n`, "latin1");
  const [field] = scanHeaderBlock(raw, 0).fields;
  return field === undefined ? "" : decodeFieldValue(raw, field, 1_000);
}

it.each([
  ["the charset of the body", "\xc0\xc1", "text/plain; charset=koi8-r", "юа"],
  ["windows-1252 if the body's charset is not known", "Gr\xfc\xdfe", "text/plain; charset=x-none", "Grüße"],
  ["UTF-8 if it is valid, whatever the body has", "Gr\xc3\xbc\xc3\x9fe", "text/plain; charset=utf-16", "Grüße"],
  ["not UTF-16, in which a header cannot be written", "Gr\xfc\xdfe", "text/plain; charset=utf-16", "Grüße"],
  ["nor UTF-32", "Gr\xfc\xdfe", "text/plain; charset=UTF-32LE", "Grüße"],
  ["that of the next part that names one", "\xc0\xc1", 'multipart/x; a="charset=ucs-2"; charset=koi8-r', "юа"],
])("raw bytes of a header are read in %s", (_, bytes, contentType, text) => {
  expect(decodeSubject(bytes, contentType)).toBe(text);
});
