import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { operators } from "./operators.ts";
import { parseQuery } from "./parse-query.ts";
import type { FieldName, Query } from "./query.ts";
import { createFieldTerm, formatQuery } from "./query-text.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const read = (text: string) => parseQuery(text, NOW);
const word = (value: string, text = value) => ({ type: "word", value, text });

describe("a query", () => {
  it.each<[string, unknown]>([
    ["", { type: "all", of: [] }],
    ["  ", { type: "all", of: [] }],
    ["welcome", word("welcome")],
    ["welcome back", { type: "all", of: [word("welcome"), word("back")] }],
    ['"welcome back"', word("welcome back", '"welcome back"')],
    ['"say \\"hi\\""', word('say "hi"', '"say \\"hi\\""')],
    ["-spam", { type: "not", of: word("spam") }],
    ["low-cost", word("low-cost")],
    ["a OR b", { type: "any", of: [word("a"), word("b")] }],
    ["x a OR b", { type: "all", of: [word("x"), { type: "any", of: [word("a"), word("b")] }] }],
    ["a or b", { type: "all", of: [word("a"), word("or"), word("b")] }],
    ["(a b) OR c", { type: "any", of: [{ type: "all", of: [word("a"), word("b")] }, word("c")] }],
    ["-(a OR b)", { type: "not", of: { type: "any", of: [word("a"), word("b")] } }],
    ["ORDER", word("ORDER")],
    ["https://example.com/x", word("https://example.com/x")],
    ["f(x)", word("f(x)")],
    ["from:jo", { type: "field", field: "from", value: "jo", text: "from:jo" }],
    ["FROM:jo", { type: "field", field: "from", value: "jo", text: "FROM:jo" }],
    ['to:"Jo Smith"', { type: "field", field: "to", value: "Jo Smith", quoted: true, text: 'to:"Jo Smith"' }],
    ["(to:jo)", { type: "field", field: "to", value: "jo", text: "to:jo" }],
    ["header:X-Tag=a=b", { type: "header", name: "X-Tag", value: "a=b", text: "header:X-Tag=a=b" }],
    ["header:X-Tag", { type: "header", name: "X-Tag", value: "", text: "header:X-Tag" }],
    ['header:X="a b"', { type: "header", name: "X", value: "a b", text: 'header:X="a b"' }],
    ["has:HTML", { type: "has", what: "html", text: "has:HTML" }],
    ["-is:read", { type: "not", of: { type: "is", what: "read", text: "is:read" } }],
    ["after:5m", { type: "received", than: "after", at: NOW - 300_000, text: "after:5m" }],
    ["before:3d", { type: "received", than: "before", at: NOW - 3 * 86_400_000, text: "before:3d" }],
    ["before:2026-11-23", { type: "received", than: "before", at: NOW - 12 * 3_600_000, text: "before:2026-11-23" }],
    [
      "after:2026-11-23T13:00+02:00",
      { type: "received", than: "after", at: NOW - 3_600_000, text: "after:2026-11-23T13:00+02:00" },
    ],
    ["larger:10k", { type: "size", than: "larger", bytes: 10_240, text: "larger:10k" }],
    ["smaller:1.5MB", { type: "size", than: "smaller", bytes: 1_572_864, text: "smaller:1.5MB" }],
  ])("reads %j", (text, query) => {
    expect(read(text)).toEqual(query);
  });

  it.each<[string, number, RegExp]>([
    ["form:jo", 1, /from:/],
    ["a frm:jo", 3, /There is no operator frm:/],
    ["from:", 6, /value/],
    ["from: jo", 6, /value/],
    ['a "b', 3, /closing quote/],
    ['to:"b', 4, /closing quote/],
    ['""', 1, /between the quotes/],
    ["a OR", 3, /after OR/],
    ["a OR OR b", 6, /after OR/],
    ["OR a", 1, /before OR/],
    ["a -", 3, /after the -/],
    ["--a", 1, /after the -/],
    ["(a", 1, /Missing \) for this/],
    ["a )", 3, /Missing \( for this/],
    ["before:yesterday", 8, /date/],
    ["before:2026-02-30", 8, /date/],
    ["larger:big", 8, /size/],
    ["is:new", 4, /read or unread/],
    ["has:links", 5, /attachment, html or findings/],
    ["header:=x", 8, /a field name/],
    ["(".repeat(21), 21, /deep/],
    ["()", 2, /between the parentheses/],
    ["( )", 3, /between the parentheses/],
    ["(())", 3, /between the parentheses/],
    ["() OR x", 2, /between the parentheses/],
    ["zzz OR ()", 9, /between the parentheses/],
    ["-()", 3, /between the parentheses/],
    ["(() OR zzz)", 3, /between the parentheses/],
  ])("that cannot be read says where: %j at %i", (text, column, message) => {
    expect(read(text)).toEqual({ type: "error", column, message: expect.stringMatching(message) });
  });

  it("may have any number of groups side by side", () => {
    expect(read("(a) ".repeat(50))).toEqual({ type: "all", of: Array(50).fill(word("a")) });
    expect(read("(a) b)c")).toEqual({ type: "all", of: [word("a"), word("b)c")] });
  });

  it("never throws, and an error points into the text or right behind it", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom("(", ")", "-", "OR", '"', " ", ":", "\\", ...operators.map(({ name }) => `${name}:`)),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join("")),
        (text) => {
          const query = read(text);
          if (query.type === "error") {
            expect(query.column).toBeGreaterThanOrEqual(1);
            expect(query.column).toBeLessThanOrEqual(text.length + 1);
          }
        },
      ),
    );
  });

  it("made into text reads as the same query", () => {
    fc.assert(
      fc.property(queries, (query) => {
        const first = read(formatQuery(query));
        expect(first).toEqual(query);
      }),
    );
  });
});

describe("a field term made from a value", () => {
  it("reads as itself, whatever the value is", () => {
    fc.assert(
      fc.property(fc.constantFrom<FieldName>("to", "from", "subject"), fc.string({ minLength: 1 }), (field, value) => {
        fc.pre(value.trim() !== "");
        const term = createFieldTerm(field, value);
        expect(read(formatQuery(term))).toEqual(term);
      }),
    );
  });

  it("is written as people write it", () => {
    expect(createFieldTerm("to", "jo@example.com").text).toBe("to:jo@example.com");
    expect(createFieldTerm("to", "jo@localhost").text).toBe('to:"jo@localhost"');
    expect(createFieldTerm("subject", "Hello Jo").text).toBe('subject:"Hello Jo"');
  });
});

/** Queries as parseQuery makes them: lists have at least two, and none directly holds one of its kind. */
const term = fc
  .tuple(fc.constantFrom<FieldName>("to", "from", "subject", "body", "tag"), fc.stringMatching(/^[a-z@. "]{0,8}[a-z]$/))
  .map(([field, value]): Query => createFieldTerm(field, value));
const { queries } = fc.letrec<{ queries: Query }>((tie) => ({
  queries: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    term,
    fc.array(tie("queries"), { minLength: 2, maxLength: 3 }).map((of): Query => ({ type: "all", of })),
    fc.array(tie("queries"), { minLength: 2, maxLength: 3 }).map((of): Query => ({ type: "any", of })),
    tie("queries").map((of): Query => ({ type: "not", of })),
  ),
}));

it("has at most 100 criteria, those in groups and negated ones included", () => {
  const most = "a -b (c d OR has:html) ".repeat(20);
  expect(read(most)).toMatchObject({ type: "all" });
  expect(read(`${most}x`)).toEqual({
    type: "error",
    column: most.length + 1,
    message: "A search may have at most 100 criteria",
  });
});
