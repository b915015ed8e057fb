import { domainToASCII } from "node:url";
import fc from "fast-check";
import { expect, it } from "vitest";
import { domainOfAddress } from "./organizational-domain.ts";

it.each([
  ["jo@Example.COM", "example.com"],
  ["jo@münchen.example", "xn--mnchen-3ya.example"],
  ["jo@xn--mnchen-3ya.example", "xn--mnchen-3ya.example"],
  ["jo@[192.0.2.1]", undefined],
  ["jo", undefined],
  ["jo@", undefined],
])("the domain of %s is %s", (address, domain) => {
  expect(domainOfAddress(address)).toBe(domain);
});

it("the domain of an address is what WHATWG's conversion makes of it", () => {
  const domains = fc.stringMatching(/^[a-zA-Z0-9x.-]{1,12}(\.[a-z0-9]{1,4})?$|^xn--[a-z0-9-]{1,8}\.example$/);
  fc.assert(
    fc.property(domains, (domain) => {
      expect(domainOfAddress(`jo@${domain}`)).toBe(domainToASCII(domain.toLowerCase()) || undefined);
    }),
    { numRuns: 2_000 },
  );
});
