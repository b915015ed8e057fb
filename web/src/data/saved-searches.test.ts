import { expect, it } from "vitest";
import { parseSavedSearches } from "./saved-searches.ts";

it("stored searches are used, and only those that are valid", () => {
  const valid = { query: "to:dan", name: "Dan" };
  expect(parseSavedSearches([valid, { query: "", name: "x" }, { query: "to:ann" }, null, "to:bob", 1])).toEqual([
    valid,
  ]);
  for (const value of [null, "", {}, { query: "to:dan", name: "Dan" }]) expect(parseSavedSearches(value)).toEqual([]);
});
