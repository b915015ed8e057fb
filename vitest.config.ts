import { defineConfig } from "vitest/config";

/** Tests stand beside what they test. `resolve.conditions` makes @mailglass/shared come from its sources. */
const common = {
  resolve: { conditions: ["source", "node", "module", "default"] },
  ssr: { resolve: { conditions: ["source", "node", "module", "default"] } },
};

export default defineConfig({
  ...common,
  test: {
    projects: [
      { ...common, test: { name: "shared", include: ["shared/src/**/*.test.ts"] } },
      {
        ...common,
        test: {
          name: "server",
          // A test that is the first to need the worker thread waits for it to start from its sources.
          testTimeout: 30_000,
          include: ["server/src/**/*.test.ts", "server/test/**/*.test.ts"],
          // It is written for bundlers: its imports lack their extensions.
          server: { deps: { inline: ["cypress-mailpit"] } },
        },
      },
      { ...common, test: { name: "web", include: ["web/src/**/*.test.ts"] } },
    ],
  },
});
