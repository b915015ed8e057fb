import { expect, test } from "vitest";
import { parseBody, parseStrictBody } from "./parse-body.ts";

const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data; boundary=b";
const part = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nx\r\n`;
const forms = (count: number): readonly (readonly [string, string])[] => [
  [FORM, Array.from({ length: count }, (_, at) => `a${at}=x`).join("&")],
  [MULTIPART, `${Array.from({ length: count }, (_, at) => part(`a${at}`)).join("")}--b--\r\n`],
];

test.each(forms(100))("a form that changes something has at most 100 fields: %s", async (type, text) => {
  expect(Object.keys(Object(await parseStrictBody(Buffer.from(text), "form", type)))).toHaveLength(100);
});

test.each<readonly [string, string]>([
  ...forms(102),
  // What takes longest to parse: a megabyte of it took 0.9 seconds.
  [MULTIPART, `${"--b\r\n\r\n".repeat(120_000)}--b--\r\n`],
  [FORM, "&".repeat(1_000_000)],
])("a form with more fields is refused before it is parsed: %s", async (type, text) => {
  const reading = parseStrictBody(Buffer.from(text), "form", type);
  await expect(reading).rejects.toThrow("The form has more than 100 fields");
});

test("a form with a message has at most 20,000 fields", async () => {
  for (const [type, text] of forms(20_010))
    await expect(parseBody(Buffer.from(text), "form", type)).rejects.toThrow("The form has more than 20000 fields");
});

test.each([
  ["that ends in a part", part("a")],
  ["that ends in a delimiter", `${part("a")}--b`],
  ["that ends in the header of a part", `${part("a")}--b\r\nContent-Disposition: form-data; name="b`],
])("a multipart form %s is refused", async (_what, text) => {
  await expect(parseBody(Buffer.from(text), "form", MULTIPART)).rejects.toThrow("cannot be read");
});

test("the boundary may be quoted, and text may follow the end", async () => {
  const text = `${part("a")}--b--\r\nan epilogue`;
  const type = 'multipart/form-data; charset=utf-8; boundary="b"';
  expect(await parseBody(Buffer.from(text), "form", type)).toEqual({ a: "x" });
  expect(await parseBody(Buffer.from("--b--\r\n"), "form", MULTIPART)).toEqual({});
});
