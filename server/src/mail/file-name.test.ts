import { expect, it } from "vitest";
import { formatFilenameParameters, sourceFileName } from "./file-name.ts";

it.each([
  ["Your order 4711", "Your order 4711.eml"],
  ['Re: a/b\\c: "what?" <now>|*', "Re a b c what now.eml"],
  ["Gr\u00fc\u00dfe \ud83d\ude0a", "Gr\u00fc\u00dfe \ud83d\ude0a.eml"],
  ["gnp\u202eexe\u0000\u200b", "gnp exe.eml"],
  ["../../etc/passwd", "etc passwd.eml"],
  ["...", "id1.eml"],
  ["", "id1.eml"],
  ["CON", "id1.eml"],
  ["\ud83d\ude0a".repeat(100), `${"\ud83d\ude0a".repeat(50)}.eml`],
  ["x".repeat(5_000_000), `${"x".repeat(100)}.eml`],
])("the source of a mail is named by its subject: %.40s", (subject, name) => {
  expect(sourceFileName(subject, "id1")).toBe(name);
});

it.each([
  ["a.pdf", "filename=\"a.pdf\"; filename*=UTF-8''a.pdf"],
  ["Gr\u00fc\u00dfe (1).pdf", "filename=\"Gr__e _1_.pdf\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%281%29.pdf"],
  ['a";\r\nb', "filename=\"a____b\"; filename*=UTF-8''a%22%3B%0D%0Ab"],
  ["\ud83d", "filename=\"_\"; filename*=UTF-8''%EF%BF%BD"],
])("%j stands in a header field as %s", (name, parameters) => {
  expect(formatFilenameParameters(name)).toBe(parameters);
});
