import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";

/** Chromium without its windows takes two thirds of the time. */
const HEADLESS_SHELL = "/usr/bin/chromium-headless-shell";

/** A real Chromium against the built server: see fixtures/server.ts. `CHROMIUM` names another browser. */
export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  globalSetup: "./fixtures/blocks-setup.ts",
  outputDir: "../test-results/e2e",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // A machine that others use may starve a browser for a while; tests that pass only on a retry are listed by name at the end.
  retries: process.env.CI ? 1 : 0,
  // Milliseconds. Tests wait for conditions; these limits only end what hangs, also on a machine many times slower.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? (existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : "/usr/bin/chromium"),
      // Chromium's sandbox cannot be set up by root.
      chromiumSandbox: process.getuid?.() !== 0,
      // In the POSIX locale Chromium cannot name a file with an umlaut.
      env: { ...process.env, LC_ALL: "C.UTF-8" },
      args: ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"],
    },
  },
});
