import { parseQuery } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import {
  countHighlights,
  searchWordsByColumn,
  searchWordsInHeaders,
  searchWordsInText,
  splitAtWords,
} from "../model/highlight.ts";
import { completeQuery, countUnlistedValues, hasBegunWord, mayBecomeOperator, suggest } from "./suggestions.ts";

const NOTHING_KNOWN = { senders: [], recipients: [], tags: [], recent: [], saved: [] };
const values = (text: string, known = {}) => suggest(text, { ...NOTHING_KNOWN, ...known }).map(({ value }) => value);

describe("suggestions", () => {
  it("complete the word being typed, also after a minus", () => {
    expect(values("sub")).toEqual(["subject:"]);
    expect(values("from:jo -ha")).toEqual(["has:attachment ", "has:html ", "has:findings "]);
    expect(values("nothing like it")).toEqual([]);
  });

  it("are all that there is before anything is typed", () => {
    expect(values("").length).toBeGreaterThan(15);
  });

  it("complete the word and leave the rest", () => {
    const [first] = suggest("from:jo -ha", NOTHING_KNOWN);
    expect(first && completeQuery("from:jo -ha", first)).toBe("from:jo -has:attachment ");
  });

  it("complete values from what exists, in quotes where the language needs them", () => {
    const known = {
      recipients: ["ann@example.com", "dan@example.com"],
      tags: ["vip", "very late"],
      senders: ["shop@example.com"],
    };
    expect(values("to:an", known)).toEqual(["to:ann@example.com ", "to:dan@example.com "]);
    expect(values("is:unread -tag:v", known)).toEqual(["tag:vip ", 'tag:"very late" ']);
    expect(values("from:", known)).toEqual(["from:shop@example.com "]);
    expect(values("to:ann@example.com", known)).toEqual([]);
    expect(values("subject:an", known)).toEqual([]);
  });

  it("begin with the values that begin with what is typed", () => {
    const recipients = ["audit@shop.example", "hidden@example.com", "dan@example.com", "dora@example.com"];
    expect(values("to:d", { recipients })).toEqual([
      "to:dan@example.com ",
      "to:dora@example.com ",
      "to:audit@shop.example ",
      "to:hidden@example.com ",
    ]);
  });

  it("say how many values are not listed", () => {
    const recipients = Array.from({ length: 11 }, (_, at) => `person-${at}@example.com`);
    const sources = { ...NOTHING_KNOWN, recipients };
    expect(values("to:person", { recipients })).toHaveLength(8);
    expect(countUnlistedValues("to:person", sources)).toBe(3);
    expect(countUnlistedValues("to:person-1", sources)).toBe(0);
  });

  it.each([
    ["", false, false],
    ["to:dan ", false, false],
    ["fr", true, true],
    ["to:dan -sub", true, true],
    ["from", true, true],
    ["from:", true, false],
    ["invoice", true, false],
  ])("of “%s”: a word has begun: %s, which may become an operator: %s", (text, hasBegun, isOperator) => {
    expect([hasBegunWord(text), mayBecomeOperator(text)]).toEqual([hasBegun, isOperator]);
  });

  it("begin with saved and recent searches, which replace the text", () => {
    const known = { recent: ["to:dan", "subject:x", "to:ann"], saved: [{ query: "to:ann is:unread", name: "Ann" }] };
    expect(values("", known).slice(0, 4)).toEqual(["to:ann is:unread", "to:dan", "subject:x", "to:ann"]);
    expect(values("to:", known).slice(0, 3)).toEqual(["to:ann is:unread", "to:dan", "to:ann"]);
    expect(values("An", known)).toEqual(["to:ann is:unread"]);
    const [search] = suggest("An", { ...NOTHING_KNOWN, ...known });
    expect(search && completeQuery("An", search)).toBe("to:ann is:unread");
  });

  it("are all understood by the language", () => {
    const samples: Record<string, string> = {
      "after:": "2h",
      "before:": "3d",
      "larger:": "10k",
      "smaller:": "2m",
      "header:": "X=y",
    };
    for (const { value } of suggest("", NOTHING_KNOWN)) {
      const query = value.endsWith(":") ? value + (samples[value] ?? "x") : value;
      const { type } = parseQuery(query, 0);
      expect({ query, type }).not.toMatchObject({ type: "error" });
    }
  });
});

describe("marks", () => {
  it("stand on the words of a row, in the column that was searched", () => {
    expect(searchWordsByColumn('from:jo "two words" -not body:x is:unread subject:hello to:a addressed:b')).toEqual({
      from: ["jo", "two words", "b"],
      to: ["two words", "a", "b"],
      subject: ["two words", "hello"],
      snippet: ["two words", "x"],
    });
    expect(searchWordsByColumn('"unclosed from:').from).toEqual([]);
  });

  it("stand in a text on what is looked for in bodies", () => {
    expect(searchWordsInText("from:jo body:deep word -body:not subject:x")).toEqual(["deep", "word"]);
  });

  it("stand among the header fields on what is looked for there", () => {
    expect(searchWordsInHeaders("header:X-Mailer=php header:X-Id body:deep word message-id:<1@a> -subject:x")).toEqual([
      "php",
      "word",
      "<1@a>",
    ]);
  });

  it("have a maximum number in all texts of a tab", () => {
    expect(countHighlights(["ee", "x", "e".repeat(3_000), "e"], ["e"])).toEqual([2, 0, 1_998, 0]);
  });

  it("cut text in any case, and take no word for a pattern", () => {
    expect(splitAtWords("Jo and joe (jo)", ["jo"])).toEqual(["", "Jo", " and ", "jo", "e (", "jo", ")"]);
    expect(splitAtWords("a b a b a", ["a"], 2)).toEqual(["", "a", " b ", "a", " b a"]);
    expect(splitAtWords("a b", ["a"], 0)).toEqual(["a b"]);
    expect(splitAtWords("a.b axb", ["a.b"])).toEqual(["", "a.b", " axb"]);
    expect(splitAtWords("text", [])).toEqual(["text"]);
  });
});
