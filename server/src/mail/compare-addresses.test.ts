import { expect, it } from "vitest";
import { findOtherSpelling, toComparableAddress } from "./compare-addresses.ts";

it.each([
  ["Jo@Example.COM", "jo@example.com"],
  ["jo@m\u00fcnchen.example", "jo@xn--mnchen-3ya.example"],
  ["jo@mu\u0308nchen.example", "jo@xn--mnchen-3ya.example"],
  ["jo@XN--MNCHEN-3YA.example", "jo@xn--mnchen-3ya.example"],
  ["postmaster", "postmaster"],
  // Not a domain: it stays as it is.
  ["jo@\u00fc b", "jo@\u00fc b"],
])("%s is compared as %s", (address, comparable) => {
  expect(toComparableAddress(address)).toBe(comparable);
});

it.each([
  ["jo@m\u00fcnchen.example", "jo@xn--mnchen-3ya.example"],
  ["jo@xn--mnchen-3ya.example", "jo@m\u00fcnchen.example"],
  ["jo@example.com", undefined],
  ["j\u00f6@example.com", undefined],
  ["jo", undefined],
])("the other spelling of %s is %s", (address, other) => {
  expect(findOtherSpelling(address)).toBe(other);
});
