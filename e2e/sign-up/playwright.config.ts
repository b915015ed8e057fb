import { defineConfig } from "@playwright/test";

/** Fifty tests at the same time, without retries. Run by ../sign-up.spec.ts, or manually. */
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
