import fc from "fast-check";
import { expect, it } from "vitest";
import { containsText } from "./contains-text.ts";

const few = (length: object) => fc.string({ unit: fc.constantFrom("a", "b"), ...length });

it("finds a long text if and only if it occurs", () => {
  fc.assert(
    fc.property(few({ maxLength: 400 }), few({ minLength: 201, maxLength: 260 }), few({}), (before, wanted, after) => {
      expect(containsText(before + wanted + after, wanted)).toBe(true);
      expect(containsText(before + after, wanted)).toBe((before + after).includes(wanted));
      expect(containsText(before + wanted.slice(1) + after, wanted)).toBe(
        (before + wanted.slice(1) + after).includes(wanted),
      );
    }),
  );
});
