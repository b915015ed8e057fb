import { expect, it } from "vitest";
import { splitAddresses } from "./split-addresses.ts";

it.each<[string, string[]]>([
  ["", []],
  ["a@x", ["a@x"]],
  ["a@x, b@x;c@x\nd@x", ["a@x", "b@x", "c@x", "d@x"]],
  [" , a@x,, ", ["a@x"]],
  ['"Doe, Jo" <jo@x>, b@x', ['"Doe, Jo" <jo@x>', "b@x"]],
  ['"Say \\", and" <jo@x>,b@x', ['"Say \\", and" <jo@x>', "b@x"]],
  ["Jo <jo,jo@x>, b@x", ["Jo <jo,jo@x>", "b@x"]],
  ['"open, a@x', ['"open, a@x']],
])("splits %j into %j", (text, addresses) => {
  expect(splitAddresses(text)).toEqual(addresses);
});
