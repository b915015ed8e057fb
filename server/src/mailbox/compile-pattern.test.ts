import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePattern } from "./compile-pattern.ts";

test("gives the same result as a regular expression", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "B", "*", "@"), maxLength: 7 });
  fc.assert(
    fc.property(letters, letters, (text, pattern) => {
      const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "i").test(text);
      expect(compilePattern(pattern)(text)).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});
