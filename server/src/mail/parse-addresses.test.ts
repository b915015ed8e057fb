import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAddresses } from "./parse-addresses.ts";

const read = (text: string) => parseAddresses(text, 100).map(({ name, address }) => [name, address]);

describe("an address list", () => {
  it.each<[string, string[][]]>([
    ["jo@example.com", [["", "jo@example.com"]]],
    ["Jo Smith <jo@example.com>", [["Jo Smith", "jo@example.com"]]],
    ['"Smith, Jo" <jo@example.com>', [["Smith, Jo", "jo@example.com"]]],
    ['"Jo \\"the\\" Smith" <jo@example.com>', [['Jo "the" Smith', "jo@example.com"]]],
    ["<jo@example.com>", [["", "jo@example.com"]]],
    ["jo@example.com (Jo)", [["Jo", "jo@example.com"]]],
    ["Jo (the (great) one) <jo@example.com>", [["Jo", "jo@example.com"]]],
    [
      "a@example.com, b@example.com ,c@example.com",
      [
        ["", "a@example.com"],
        ["", "b@example.com"],
        ["", "c@example.com"],
      ],
    ],
    ["=?utf-8?Q?J=C3=B6=2C_Smith?= <jo@example.com>", [["Jö, Smith", "jo@example.com"]]],
    [
      "Team: a@example.com, B <b@example.com>; c@example.com",
      [
        ["", "a@example.com"],
        ["B", "b@example.com"],
        ["", "c@example.com"],
      ],
    ],
    ["undisclosed-recipients:;", []],
    ['"a b"@example.com', [["", '"a b"@example.com']]],
    ["<@relay.example:jo@example.com>", [["", "jo@example.com"]]],
    ["jo@[IPv6:::1]", [["", "jo@[IPv6:::1]"]]],
    ["root", [["", "root"]]],
    ["Jo Smith", [["Jo Smith", ""]]],
    ["jo@example.com,,", [["", "jo@example.com"]]],
    ["Jo <jo@example.com", [["Jo", "jo@example.com"]]],
    ['"Jo <jo@example.com>', [["", '"Jo <jo@example.com>']]],
    ["jo@münchen.example", [["", "jo@münchen.example"]]],
    ["", []],
  ])("%j is read", (text, addresses) => {
    expect(read(text)).toEqual(addresses);
  });

  it.each([
    ['"'.repeat(1_000_000), "quotation marks"],
    [`${'"a" '.repeat(250_000)}<jo@example.com>`, "quoted words"],
    [`(${"a".repeat(1_000_000)}) jo@example.com`, "a comment"],
    [`<${"a".repeat(1_000_000)}@example.com>`, "an address"],
    [`${"a".repeat(500_000)}[${":".repeat(500_000)}`, "a domain literal"],
    [`a[${"(x)a:".repeat(200_000)}`, "comments in a domain literal"],
  ])("is read up to a length of names and addresses", (text) => {
    const long = `${text}, Zoe <zoe@example.net>`;
    const [first, ...rest] = parseAddresses(long, 100, 50);
    const [whole] = parseAddresses(long, 100);
    expect(first?.address.length).toBeLessThanOrEqual(50);
    expect(first?.name.length).toBeLessThanOrEqual(50);
    expect(whole?.name.startsWith(first?.name ?? "?")).toBe(true);
    expect(whole?.address.startsWith(first?.address ?? "?")).toBe(true);
    // A quotation mark, a comment or an address without end takes all that follows.
    expect(rest).toEqual(parseAddresses(long, 100).slice(1));
  });

  it("that fits into the length is read as without one", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-c@.,;:<>()"\\[\] ]{0,40}$/), (text) => {
        expect(parseAddresses(text, 100, 40)).toEqual(parseAddresses(text, 100));
      }),
    );
  });

  it("written out is read as it was", () => {
    const name = fc.stringMatching(/^[a-zA-Z,.;:@<>()"\\ ]{0,12}$/).map((text) => text.trim().replace(/\s+/g, " "));
    const address = fc.stringMatching(/^[a-z.+-]{1,8}@[a-z]{1,6}\.example$/);
    fc.assert(
      fc.property(fc.array(fc.record({ name, address }), { maxLength: 6 }), (addresses) => {
        const text = addresses.map((one) => `"${one.name.replace(/["\\]/g, "\\$&")}" <${one.address}>`).join(", ");
        expect(parseAddresses(text, 100)).toEqual(addresses);
      }),
    );
  });

  it("ends at its limit", () => {
    expect(parseAddresses("a@b.example,".repeat(50), 7)).toHaveLength(7);
  });
});
