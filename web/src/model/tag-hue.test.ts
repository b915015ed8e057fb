import fc from "fast-check";
import { expect, it } from "vitest";
import { tagHue } from "./tag-hue.ts";

it("gives each tag one of ten hues, which does not depend on its case", () => {
  fc.assert(
    fc.property(fc.string(), (tag) => {
      expect(tagHue(tag)).toBeGreaterThanOrEqual(0);
      expect(tagHue(tag)).toBeLessThan(10);
      expect(tagHue(tag.toUpperCase().toLowerCase())).toBe(tagHue(tag.toUpperCase()));
    }),
  );
});

it("gives different hues to common tags", () => {
  expect(new Set(["vip", "hr", "internal", "invoice", "billing", "test"].map(tagHue)).size).toBeGreaterThan(3);
});
