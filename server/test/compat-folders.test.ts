import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const sources = fileURLToPath(new URL("../src/", import.meta.url));

test.each(["mailhog", "mailpit"])(
  "nothing outside of compat/%s imports from it, so that the folder may go",
  (product) => {
    const others = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter(
      (path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.startsWith(`compat/${product}/`),
    );
    expect(others.length).toBeGreaterThan(100);
    const importers = others.filter((path) => readFileSync(sources + path, "utf8").includes(`/${product}/`));
    expect(importers).toEqual([]);
  },
);
