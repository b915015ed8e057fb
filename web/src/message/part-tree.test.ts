import type { Part } from "@mailglass/shared";
import { expect, it } from "vitest";
import { partDepth, partViewMode } from "./part-tree.ts";

const part = (more: Partial<Part>): Part => ({
  number: "1",
  parent: null,
  start: 0,
  body: 0,
  end: 0,
  type: "text/plain",
  charset: null,
  encoding: "7bit",
  disposition: null,
  filename: null,
  contentId: null,
  encodedIn: null,
  size: 10,
  ...more,
});

it("a part's depth is the number of its parents, and a cycle ends", () => {
  const parts = [part({ number: "0" }), part({ number: "1", parent: "0" }), part({ number: "1.2", parent: "1" })];
  const byNumber = new Map(parts.map((one) => [one.number, one]));
  expect(parts.map((one) => partDepth(one, byNumber))).toEqual([0, 1, 2]);
  const circle = part({ number: "1", parent: "1" });
  expect(partDepth(circle, new Map([["1", circle]]))).toBe(100);
});

it.each([
  ["image/png", 10, "picture"],
  ["image/svg+xml", 10, "text"],
  ["text/html", 10, "text"],
  ["text/html", 2_000_000, "none"],
  ["application/pdf", 10, "none"],
  ["application/ld+json", 10, "text"],
])("a part of type %s and %i bytes can be looked at as: %s", (type, size, view) => {
  expect(partViewMode(part({ type, size }))).toBe(view);
});
