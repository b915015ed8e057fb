import { parseQuery } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import {
  countHighlights,
  searchWordsInHeaders,
  searchWordsInRow,
  searchWordsInText,
  splitAtWords,
} from "../model/highlight.ts";
import { completeQuery, suggestOperators } from "./suggestions.ts";

const values = (text: string) => suggestOperators(text).map(({ value }) => value);

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
    const [first] = suggestOperators("from:jo -ha");
    expect(first && completeQuery("from:jo -ha", first)).toBe("from:jo -has:attachment ");
  });

  it("are all understood by the language", () => {
    const samples: Record<string, string> = {
      "after:": "2h",
      "before:": "3d",
      "larger:": "10k",
      "smaller:": "2m",
      "header:": "X=y",
    };
    for (const { value } of suggestOperators("")) {
      const query = value.endsWith(":") ? value + (samples[value] ?? "x") : value;
      const { type } = parseQuery(query, 0);
      expect({ query, type }).not.toMatchObject({ type: "error" });
    }
  });
});

describe("marks", () => {
  it("stand on the words that can be seen in a row", () => {
    expect(searchWordsInRow('from:jo "two words" -not body:x is:unread subject:hello')).toEqual([
      "jo",
      "two words",
      "hello",
    ]);
    expect(searchWordsInRow('"unclosed from:')).toEqual([]);
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
