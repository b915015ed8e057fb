import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests stand beside what they test. `resolve.conditions` makes @mailglass/shared come from its sources. */
const common = {
  resolve: { conditions: ["source", "node", "module", "default"] },
  ssr: { resolve: { conditions: ["source", "node", "module", "default"] } },
};

/** Milliseconds. Tests wait for conditions; these limits only end what hangs, also on a machine many times slower. */
const limits = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 60_000 } },
  // As in the browser tests: what passes only on a retry is listed by name at the end.
  retry: process.env.CI ? 1 : 0,
  setupFiles: [fileURLToPath(new URL("server/test/support/wait-limit.ts", import.meta.url))],
};

/** Servers that tests start have their local CA here, not in the home directory of the user. */
const env = { XDG_STATE_HOME: fileURLToPath(new URL("test-results/state", import.meta.url)) };

export default defineConfig({
  ...common,
  test: {
    globalSetup: ["server/test/support/blocks-setup.ts"],
    // One for each core: many tests wait for other programs most of the time.
    maxWorkers: "100%",
    // `npm run coverage` and `npm test` enable it for the tests beside these files.
    coverage: {
      provider: "v8",
      include: ["server/src/smtp/protocol/**/*.ts", "server/src/mail/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.d.ts"],
      reporter: ["text-summary", "json"],
      reportsDirectory: "test-results/coverage",
      thresholds: {
        "server/src/smtp/protocol/**/*.ts": { branches: 94.5 },
        "server/src/mail/**/*.ts": { branches: 94.5 },
      },
    },
    projects: [
      { ...common, test: { ...limits, name: "shared", include: ["shared/src/**/*.test.ts"] } },
      { ...common, test: { ...limits, env, name: "server", include: ["server/src/**/*.test.ts"] } },
      // The built server and its package, real mail programs, frameworks and the published clients of other products.
      {
        ...common,
        test: {
          ...limits,
          env,
          name: "integration",
          include: ["server/test/**/*.test.ts"],
          // It is written for bundlers: its imports lack their extensions.
          server: { deps: { inline: ["cypress-mailpit"] } },
        },
      },
      { ...common, test: { ...limits, name: "web", include: ["web/src/**/*.test.ts"] } },
    ],
  },
});
