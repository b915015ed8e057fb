import type { Finding } from "@mailglass/shared";
import { expect, test } from "vitest";
import { findPlace, findRowMark, listPlaces, stepToPlace } from "./finding-places.ts";

const finding = (code: string, severity: Finding["severity"], ...ranges: readonly [number, number][]): Finding => ({
  code,
  group: "grammar",
  severity,
  rfc: "RFC 5322 §3.6",
  where: { in: "message" },
  places: [{ in: "message" }, ...ranges.map(([start, end]) => ({ in: "source" as const, start, end }))],
  text: `${code}.`,
  fix: "Fix it",
  count: 1,
  because: null,
});

const places = listPlaces([finding("a", "info", [30, 40], [5, 6]), finding("b", "error", [5, 6], [7, 90])]);

test("places are in order, findings with the same place together", () => {
  expect(places.map(({ start, end, findings }) => [start, end, findings.map(({ code }) => code).join()])).toEqual([
    [5, 6, "a,b"],
    [7, 90, "b"],
    [30, 40, "a"],
  ]);
});

test("a row has the mark of the places that start in it", () => {
  expect(findRowMark(places, 0, 10)).toEqual({ severity: "error", text: "a.\nb." });
  expect(findRowMark(places, 10, 30)).toBeNull();
  expect(findRowMark(places, 30, 31)).toEqual({ severity: "info", text: "a." });
});

test("a mark names five findings", () => {
  const many = listPlaces(["1", "2", "3", "4", "5", "6", "7"].map((code) => finding(code, "info", [0, 1])));
  expect(findRowMark(many, 0, 1)?.text).toBe("1.\n2.\n3.\n4.\n5.\nand 2 more");
});

test("steps go from place to place, around the ends", () => {
  expect(findPlace(places, { start: 7, end: 90 })).toBe(1);
  expect(findPlace(places, { start: 7, end: 8 })).toBe(-1);
  const step = (shown: { start: number; end: number } | null, by: 1 | -1) => stepToPlace(places, shown, by)?.start;
  expect(step(null, 1)).toBe(5);
  expect(step(null, -1)).toBe(30);
  expect(step({ start: 5, end: 6 }, 1)).toBe(7);
  expect(step({ start: 5, end: 6 }, -1)).toBe(30);
  expect(step({ start: 30, end: 40 }, 1)).toBe(5);
  expect(step({ start: 10, end: 11 }, 1)).toBe(30);
  expect(step({ start: 10, end: 11 }, -1)).toBe(7);
  expect(stepToPlace([], null, 1)).toBeUndefined();
});
