import { parseQuery } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import { marksIn, splitAt, wordsInHeaders, wordsInText, wordsOf } from "./marks.ts";
import { complete, suggest } from "./operators.ts";
import { unreadOf } from "./unread-of.ts";

const values = (text: string) => suggest(text).map(({ value }) => value);

describe("suggestions", () => {
  it("go on from the word that is being typed, also after a minus", () => {
    expect(values("sub")).toEqual(["subject:"]);
    expect(values("from:jo -ha")).toEqual(["has:attachment ", "has:html ", "has:findings "]);
    expect(values("nothing like it")).toEqual([]);
  });

  it("are all that there is before anything is typed", () => {
    expect(values("").length).toBeGreaterThan(15);
  });

  it("complete the word and leave the rest", () => {
    const [first] = suggest("from:jo -ha");
    expect(first && complete("from:jo -ha", first)).toBe("from:jo -has:attachment ");
  });

  it("are all understood by the language", () => {
    const samples: Record<string, string> = {
      "after:": "2h",
      "before:": "3d",
      "larger:": "10k",
      "smaller:": "2m",
      "header:": "X=y",
    };
    for (const { value } of suggest("")) {
      const query = value.endsWith(":") ? value + (samples[value] ?? "x") : value;
      const { type } = parseQuery(query, 0);
      expect({ query, type }).not.toMatchObject({ type: "error" });
    }
  });
});

describe("marks", () => {
  it("stand on the words that can be seen in a row", () => {
    expect(wordsOf('from:jo "two words" -not body:x is:unread subject:hello')).toEqual(["jo", "two words", "hello"]);
    expect(wordsOf('"unclosed from:')).toEqual([]);
  });

  it("stand in a text on what is looked for in bodies", () => {
    expect(wordsInText("from:jo body:deep word -body:not subject:x")).toEqual(["deep", "word"]);
  });

  it("stand among the header fields on what is looked for there", () => {
    expect(wordsInHeaders("header:X-Mailer=php header:X-Id body:deep word message-id:<1@a> -subject:x")).toEqual([
      "php",
      "word",
      "<1@a>",
    ]);
  });

  it("are so many at most in all texts of a room", () => {
    expect(marksIn(["ee", "x", "e".repeat(3_000), "e"], ["e"])).toEqual([2, 0, 1_998, 0]);
  });

  it("cut text in any case, and take no word for a pattern", () => {
    expect(splitAt("Jo and joe (jo)", ["jo"])).toEqual(["", "Jo", " and ", "jo", "e (", "jo", ")"]);
    expect(splitAt("a b a b a", ["a"], 2)).toEqual(["", "a", " b ", "a", " b a"]);
    expect(splitAt("a b", ["a"], 0)).toEqual(["a b"]);
    expect(splitAt("a.b axb", ["a.b"])).toEqual(["", "a.b", " axb"]);
    expect(splitAt("text", [])).toEqual(["text"]);
  });
});

describe("what is unread of a search", () => {
  it("is asked for beside the whole of it, however it is written", () => {
    for (const query of [
      "a",
      "a OR b c",
      "(a OR b) -c",
      ":)",
      "-is:unread",
      '"a" "b"',
      `${"(".repeat(20)}a${")".repeat(20)}`,
    ]) {
      const whole = parseQuery(query, 0);
      const parts = whole.type === "all" ? whole.of : [whole];
      const unread = { type: "is", what: "unread", text: "is:unread" };
      expect(parseQuery(unreadOf(query), 0)).toEqual({ type: "all", of: [unread, ...parts] });
    }
  });
});
