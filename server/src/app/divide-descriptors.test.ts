import { expect, test } from "vitest";
import { divideDescriptors } from "./divide-descriptors.ts";

test.each([
  [Number.POSITIVE_INFINITY, 20_000, { smtp: 20_000, http: 1000 }],
  [40, 20_000, { smtp: 16, http: 16 }],
  [40, 5, { smtp: 5, http: 16 }],
  [0, 20_000, { smtp: 1, http: 1 }],
])("%d free descriptors, %d connections wanted", (free, wanted, shares) => {
  expect(divideDescriptors(free, wanted)).toEqual(shares);
});
