import fc from "fast-check";
import { expect, test } from "vitest";
import { ArchiveNames } from "./archive-names.ts";

test.each([
  ["invoice.pdf", "invoice.pdf"],
  ["../../etc/passwd", "etc passwd"],
  ["a\\b:c\u0000\u202Egnp.exe", "a b c gnp.exe"],
  ["..", "x"],
  ["", "x"],
  ["CON.txt", "x"],
  ["a".repeat(300) + ".pdf", "a".repeat(96) + ".pdf"],
])("%j is saved as %j", (name, expected) => {
  expect(new ArchiveNames().add(name, "x")).toBe(expected);
});

test("the second file of a name has a number, and takes no other's name", () => {
  const names = new ArchiveNames();
  const added = ["a.pdf", "A.pdf", "a (2).pdf", "a.pdf", "b", "b"].map((name) => names.add(name, "x"));
  expect(added).toEqual(["a.pdf", "A (2).pdf", "a (2) (2).pdf", "a (3).pdf", "b", "b (2)"]);
});

test("all names of an archive are unique and safe", () => {
  const name = fc.oneof(
    fc.constantFrom("a", "A", "a (2)", "a (2) (2)", "a (3)", "..", "/"),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(fc.array(name, { maxLength: 20 }), (all) => {
      const names = new ArchiveNames();
      const added = all.map((one) => names.add(one, "x").toLowerCase());
      expect(new Set(added).size).toBe(added.length);
      for (const one of added) expect(one).not.toMatch(/[/\\\p{Cc}]|^\.|^$/u);
    }),
  );
});
