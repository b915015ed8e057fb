import type { Part } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import { MimeStructure, tokenizeRow } from "./mime-structure.ts";

const part = (
  number: string,
  parent: string | null,
  start: number,
  body: number,
  end: number,
  more: Partial<Part> = {},
): Part => ({
  number,
  parent,
  start,
  body,
  end,
  type: "text/plain",
  charset: null,
  encoding: "7bit",
  disposition: null,
  filename: null,
  contentId: null,
  size: end - body,
  ...more,
});

const mixed = part("0", null, 0, 100, 1_000, { type: "multipart/mixed" });
const text = part("1", "0", 120, 150, 300, { encoding: "quoted-printable" });
const image = part("2", "0", 320, 400, 900, { type: "image/png", encoding: "base64" });

describe("the structure of a source", () => {
  const structure = new MimeStructure([image, mixed, text]);
  it.each([
    [0, "0", "header"],
    [99, "0", "header"],
    [110, "0", "between"],
    [120, "1", "header"],
    [150, "1", "body"],
    [310, "0", "between"],
    [899, "2", "body"],
    [950, "0", "between"],
  ])("knows what byte %i is", (offset, number, where) => {
    const place = structure.at(offset);
    expect([place?.part.number, place?.in]).toEqual([number, where]);
  });

  it("knows nothing of bytes behind the message, or of a source without parts", () => {
    expect(structure.at(1_000)).toBeNull();
    expect(new MimeStructure([]).at(0)).toBeNull();
  });

  it("ends its search where parts enclose one another in a circle", () => {
    expect(new MimeStructure([part("1", "2", 0, 0, 9), part("2", "1", 0, 0, 9)]).at(3)).toBeNull();
  });
});

describe("the tokens of a line", () => {
  it("are the name and the value of a header field, and the encoded words in it", () => {
    const place = { part: mixed, in: "header" } as const;
    expect(tokenizeRow("Subject: Re: =?utf-8?Q?=C3=BC?= x", place, true)).toEqual([
      { kind: "name", text: "Subject:" },
      { kind: "value", text: " Re: " },
      { kind: "escape", text: "=?utf-8?Q?=C3=BC?=" },
      { kind: "value", text: " x" },
    ]);
    expect(tokenizeRow("a: b", place, false)).toEqual([{ kind: "value", text: "a: b" }]);
  });

  it("distinguish boundaries, base64 and quoted-printable from text", () => {
    expect(tokenizeRow("--x--", { part: mixed, in: "between" }, true)).toEqual([{ kind: "boundary", text: "--x--" }]);
    expect(tokenizeRow("AAAA", { part: image, in: "body" }, true)).toEqual([{ kind: "encoded", text: "AAAA" }]);
    expect(tokenizeRow("a=3Db=", { part: text, in: "body" }, true).map(({ kind }) => kind)).toEqual([
      "text",
      "escape",
      "text",
      "escape",
    ]);
    expect(tokenizeRow("x", null, true)).toEqual([{ kind: "text", text: "x" }]);
  });
});
