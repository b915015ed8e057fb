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
          include: ["server/src/**/*.test.ts", "server/test/**/*.test.ts"],
          globalSetup: ["server/test/support/blocks-setup.ts"],
          // It is written for bundlers: its imports lack their extensions.
          server: { deps: { inline: ["cypress-mailpit"] } },
        },
      },
      { ...common, test: { name: "web", include: ["web/src/**/*.test.ts"] } },
    ],
  },
});
