import { defineConfig } from "@playwright/test";

/** Run by playwright.test.ts, which looks at what the report says. */
export default defineConfig({ testMatch: "*.pw.ts", reporter: "json", workers: 1, retries: 0 });
