import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { scanHeaderBlock } from "./header-block.ts";
import { readHeaderFields } from "./header-fields.ts";

const fields = (...lines: string[]) =>
  readHeaderFields(createMail(Buffer.from(lines.join("\r\n"), "latin1"))).map(({ name, value }) => [name, value]);

describe("header fields", () => {
  it.each<[string, string, string]>([
    ["plain", "Subject: Hello", "Hello"],
    ["folded", "Subject: Hello\r\n there", "Hello there"],
    ["folded by a tab", "Subject: Hello\r\n\tthere", "Hello\tthere"],
    ["quoted-printable words", "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_an?= alle", "Grüße an alle"],
    ["base64 words in two lines", "Subject: =?utf-8?B?R3LDvA==?=\r\n =?utf-8?B?w59l?=", "Grüße"],
    ["a character over two words", "Subject: =?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC?=", "Grü"],
    ["Latin-1 words", "Subject: =?iso-8859-1?Q?Gr=FC=DFe?=", "Grüße"],
    ["Japanese words", "Subject: =?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=", "テスト"],
    ["UTF-8 as it is", "Subject: Gr\xc3\xbc\xc3\x9fe", "Grüße"],
    ["Latin-1 as it is", "Subject: Gr\xfc\xdfe", "Grüße"],
    ["an unknown encoding", "Subject: =?utf-8?X?abc?=", "=?utf-8?X?abc?="],
    ["nothing", "Subject:", ""],
    ["blanks before the colon", "Subject : x", "x"],
  ])("are decoded: %s", (_, source, value) => {
    expect(fields(source, "", "")).toEqual([["Subject", value]]);
  });

  it("have their byte ranges", () => {
    const source = "A: 1\r\nB: 2\r\n 3\r\nC:4\n\r\nbody";
    const [a, b, c] = readHeaderFields(createMail(source));
    expect([a, b, c].map((field) => source.slice(field?.start, field?.end))).toEqual([
      "A: 1\r\n",
      "B: 2\r\n 3\r\n",
      "C:4\n",
    ]);
    expect(b?.raw).toBe(" 2\r\n 3");
  });

  it.each<[string, string, string, string]>([
    ["at a blank line", "A: 1\r\n\r\nB: 2", "B: 2", "blank line"],
    ["at a bare LF, too", "A: 1\n\nB: 2", "B: 2", "blank line"],
    ["with the source", "A: 1\r\nB: 2", "", "end of source"],
    ["before a line that is no field", "A: 1\r\nHello there\r\n\r\nx", "Hello there\r\n\r\nx", "line"],
    ["before the first line, where that is no field", "Hello: there", "", "end of source"],
    ["before text without any header", "Hello there", "Hello there", "line"],
    ["nowhere between fields", "A: 1\r\nno field\r\nB: 2\r\n\r\nx", "x", "blank line"],
  ])("end %s", (_, source, body, endedBy) => {
    const raw = Buffer.from(source);
    const block = scanHeaderBlock(raw, 0);
    expect([raw.toString("latin1", block.bodyStart), block.endedBy]).toEqual([body, endedBy]);
  });

  it("longer than 64 KiB are truncated", () => {
    expect(fields(`Subject: ${"x".repeat(5_000_000)}`, "", "")[0]?.[1]?.length).toBeLessThan(65_537);
  });
});
