import fc from "fast-check";
import { expect, it } from "vitest";
import { isAddressWithDomain } from "./address-with-domain.ts";

it("is what the obvious pattern says", () => {
  const text = fc.string({ unit: fc.constantFrom("a", ".", "@", " "), maxLength: 8 });
  fc.assert(
    fc.property(text, (one) => {
      expect(isAddressWithDomain(one)).toBe(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(one));
    }),
    { numRuns: 2_000 },
  );
});

it("is decided for a million dots", () => {
  expect(isAddressWithDomain(`a@${".".repeat(1_000_000)} x`)).toBe(false);
});
