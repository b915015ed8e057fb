import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseStrictJson } from "./parse-strict-json.ts";
import { UnreadableRequestError } from "./unreadable-request.ts";

const parse = (text: string, ignoreCase = false) => parseStrictJson(Buffer.from(text), { ignoreCase });

describe("strict JSON", () => {
  test.each([String.raw`"\ud83d"`, String.raw`[{"a":"x\uDE00"}]`, String.raw`{"\udc00":1}`])(
    "has no half of a surrogate pair: %s",
    (text) => {
      expect(() => parse(text)).toThrow(UnreadableRequestError);
      expect(parseStrictJson(Buffer.from(text), { allowLoneSurrogates: true })).toEqual(JSON.parse(text));
    },
  );

  test.each([String.raw`"\ud83d\ude00"`, String.raw`"\\ud83d"`])("may have %s", (text) => {
    expect(parse(text)).toBe(JSON.parse(text));
  });

  test("is what JSON.parse reads, as long as no name is given twice", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test("has no name twice in one object, however it is written and wherever the object is", () => {
    const place = fc.constantFrom<(json: string) => string>(
      (json) => json,
      (json) => `[1,${json}]`,
      (json) => `{"x":{"y":[[${json}]]}}`,
      (json) => `["\\\\",{"\\"":"{"},${json}]`,
    );
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), place, (name, others, within) => {
        const members = [name, ...others.filter((other) => other !== name), name].map(
          (one, at) => `${JSON.stringify(one)} : ${at}`,
        );
        expect(() => parse(within(`{${members.join(",")}}`))).toThrow(UnreadableRequestError);
      }),
    );
    expect(() => parse('{"IDs":["a"],"\\u0049Ds":[]}')).toThrow("twice");
    expect(() => parse('{"__proto__":1,"__proto__":2}')).toThrow("twice");
  });

  test("may have one name in several objects, and as a value", () => {
    const text = '{"a":{"a":"a"},"b":["a","a",{"a":1},{"a":2}],"c":"a:{\\"a\\":1,\\"a\\":2}"}';
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  test("has names that differ only in case where case counts", () => {
    expect(parse('{"IDs":1,"ids":2}')).toEqual({ IDs: 1, ids: 2 });
    expect(() => parse('{"IDs":1,"ids":2}', true)).toThrow('The JSON has the name "ids" twice in one object');
  });

  test.each([
    "",
    " ",
    "\uFEFF{}",
    "{}{}",
    "{},",
    "{}\0",
    "{,}",
    '{"a":1,}',
    "{'a':1}",
    "{a:1}",
    "NaN",
    "// x\n{}",
    "a=b",
  ])("is not %j", (text) => {
    expect(() => parse(text)).toThrow("The body must be one JSON value");
  });

  test("is UTF-8", () => {
    expect(() => parseStrictJson(Buffer.from('"\xff"', "latin1"))).toThrow("it is not UTF-8");
    expect(() => parseStrictJson(Buffer.from('{"a":1}', "utf16le"))).toThrow(UnreadableRequestError);
  });

  test("has at most 100 levels, which what is in strings does not count for", () => {
    const nest = (levels: number) => `${'{"a":['.repeat(levels / 2)}"[[{\\"{"${"]}".repeat(levels / 2)}`;
    expect(parse(nest(100))).toEqual(JSON.parse(nest(100)));
    for (const text of [nest(102), "[".repeat(20_000), `[${"[],".repeat(1_000)}${"[".repeat(101)}`])
      expect(() => parse(text)).toThrow("The JSON is nested more than 100 levels deep");
  });

  test("has a limit of values, which what is in strings does not count for", () => {
    const ids = (count: number) => JSON.stringify({ ids: Array.from({ length: count }, (_, index) => `${index}`) });
    expect(parse(ids(10_000))).toEqual(JSON.parse(ids(10_000)));
    for (const text of [ids(20_000), `[${"[],".repeat(20_000)}[]]`, `[${'{"":{}},'.repeat(20_000)}7]`]) {
      expect(() => parse(text)).toThrow("The JSON has more than 12000 values");
    }
    expect(parseStrictJson(Buffer.from(ids(20_000)), { maxValues: 30_000 })).toEqual(JSON.parse(ids(20_000)));
    const long = JSON.stringify({ text: '{"a":[1,2],\\"'.repeat(100_000) });
    expect(parse(long)).toEqual(JSON.parse(long));
  });
});
