import { expect, test } from "vitest";
import { findSigns } from "./feature-signs.ts";
import { getSupportTable } from "./support-table.ts";

test("every feature of caniemail.com but those outside of messages has a sign", () => {
  const { features } = getSupportTable();
  const unsigned = features.filter(({ slug, title }) => Object.keys(findSigns(slug, title) ?? {}).length === 0);
  expect(unsigned.map(({ slug }) => slug)).toEqual(["bimi"]);
  expect(features.length).toBeGreaterThanOrEqual(307);
});
