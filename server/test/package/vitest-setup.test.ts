import { join } from "node:path";
import { expect, test } from "vitest";
import { startVitest } from "vitest/node";

test("the global set-up starts one catcher for a run, and closes it", async () => {
  const conditions = ["source", "node", "module", "default"];
  const vitest = await startVitest(
    "test",
    [],
    {
      config: false,
      watch: false,
      root: import.meta.dirname,
      include: ["*.vt.ts"],
      globalSetup: [join(import.meta.dirname, "../../src/package/vitest-setup.ts")],
      reporters: [{}],
    },
    { resolve: { conditions }, ssr: { resolve: { conditions } } },
  );
  const modules = vitest.state.getTestModules();
  expect(modules.map((module) => [module.state(), module.errors()])).toEqual([["passed", []]]);
  await vitest.close();
});
