import { defineConfig } from "@playwright/test";

/** Run by playwright.test.ts, which checks the report. */
export default defineConfig({ testMatch: "*.pw.ts", reporter: "json", workers: 1, retries: 0 });
