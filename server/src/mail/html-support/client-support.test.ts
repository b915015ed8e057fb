import { expect, test } from "vitest";
import { compareVersions, findNewest, listVersions } from "./client-support.ts";

test.each([
  // V8 moves whole numbers to the front.
  [{ 12: "n", 15: "y", "10.3": "n", "18.3.2": "a #1 #2" }, "18.3.2", "partial", "18.3.2"],
  [{ "2019": "n", "2016": "n", "16.80": "y", "2021-05": "n" }, "16.80", "full", "16.80"],
  [{ "2007": "n", "2019": "n #3" }, "2019", "none", "2007"],
  [{ "2024-04": "u", "2024-01": "y" }, "2024-04", "unknown", "2024-04"],
])("the newest version of %j", (versions, version, level, since) => {
  expect(findNewest(listVersions(versions))).toMatchObject({ version, level, since });
});

test("the notes of a version", () => {
  expect(listVersions({ "1": "a #1 #12" })[0]?.notes).toEqual(["1", "12"]);
  expect(findNewest([])).toBeUndefined();
});

test.each([
  ["1.2", "1.2", 0],
  ["1", "1.0", 0],
  ["1.0", "1", 0],
  ["1.2", "1.10", -8],
  ["x", "0", 0],
])("%s compared with %s", (a, b, expected) => {
  expect(compareVersions(a, b)).toBe(expected);
});
