import { describe, expect, it } from "vitest";
import { foldForLabels } from "./normalize-text.ts";
import { PhraseSet } from "./phrase-set.ts";

const CODES = ["code", "Code to verify", "código de acceso", "codé", "코드", "log-in code", "Ω"];

function match(set: PhraseSet<string>, text: string, at = 0) {
  return set.matchAt(foldForLabels(text), at);
}

describe("a set of phrases", () => {
  it.each([
    ["code", 0, 4],
    ["Code: 1", 0, 4],
    ["your code", 5, 9],
    ["CODE  TO   VERIFY it", 0, 17],
    ["code to", 0, 4],
    ["Codigo de acceso", 0, 16],
    ["인증코드는", 2, 4],
    ["Log in-code", 0, 11],
    ["ω 1", 0, 1],
  ])("finds the longest one of %j at %i", (text, at, end) => {
    const set = new PhraseSet<string>().add(CODES, "code");
    expect(match(set, text, at)).toEqual({ kind: "code", end });
    // The second search visits nodes that exist already.
    expect(match(set, text, at)).toEqual({ kind: "code", end });
  });

  it.each([
    ["coder", 0],
    ["barcode", 3],
    ["cod", 0],
    ["", 0],
  ])("finds none in %j at %i", (text, at) => {
    expect(match(new PhraseSet<string>().add(CODES, "code"), text, at)).toBeUndefined();
  });

  it("keeps the first kind of a phrase, also if another is added after a search", () => {
    const set = new PhraseSet<string>().add(["PIN", "sms"], "first").add(["pin", "pin código"], "second");
    expect(match(set, "pin")).toEqual({ kind: "first", end: 3 });
    set.add(["pin", "Pin número", "sms"], "third");
    expect(match(set, "pin")).toEqual({ kind: "first", end: 3 });
    expect(match(set, "PIN numero")).toEqual({ kind: "third", end: 10 });
    expect(match(set, "pin codigo")).toEqual({ kind: "second", end: 10 });
    expect(match(set, "sms")).toEqual({ kind: "first", end: 3 });
  });
});
