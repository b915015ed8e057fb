import fc from "fast-check";
import { expect, it } from "vitest";
import { readAddressSpec, readLooseAddresses } from "./address-spec.ts";

it("an address is read like the same address between blanks", () => {
  const texts = fc.stringMatching(/^[ab+._@-]{0,12}$|^[a-c.+]{1,6}@[a-c.-]{1,6}$/);
  fc.assert(
    fc.property(texts, (text) => {
      expect(readAddressSpec(text)).toEqual(readAddressSpec(` ${text} `));
      expect(readLooseAddresses(text)).toEqual(readLooseAddresses(` ${text} `));
    }),
    { numRuns: 2_000 },
  );
});
