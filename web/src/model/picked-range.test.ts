import { expect, it } from "vitest";
import { extendPick } from "./picked-range.ts";

const range = (anchor: string, ...ids: string[]) => ({ anchor, ids });

it("grows and shrinks from one anchor", () => {
  const far = extendPick(new Set(["b"]), null, range("b", "b", "c", "d"));
  expect(far).toEqual(["b", "c", "d"]);
  const near = extendPick(new Set(far), range("b", "b", "c", "d"), range("b", "b", "c"));
  expect(near).toEqual(["b", "c"]);
  const other = extendPick(new Set(near), range("b", "b", "c"), range("b", "a", "b"));
  expect(other).toEqual(["a", "b"]);
});

it("keeps rows that were selected individually, and the range of another anchor", () => {
  expect(extendPick(new Set(["z", "b", "c"]), range("b", "b", "c"), range("b", "b"))).toEqual(["z", "b"]);
  expect(extendPick(new Set(["b", "c", "x"]), range("b", "b", "c"), range("x", "x", "y"))).toEqual([
    "b",
    "c",
    "x",
    "y",
  ]);
});
