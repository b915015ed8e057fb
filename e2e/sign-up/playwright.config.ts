import { defineConfig } from "@playwright/test";

/** Fifty tests at once, none of which is given a second try. Run by ../sign-up.spec.ts, and by hand as often as one likes. */
export default defineConfig({
  testMatch: "sign-up.tests.ts",
  globalSetup: "./global-setup.ts",
  outputDir: "../../test-results/sign-up",
  fullyParallel: true,
  workers: Number(process.env.SIGN_UP_WORKERS ?? 10),
  retries: 0,
  timeout: 300_000,
  reporter: "line",
  use: { trace: "off" },
});
