import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";

/** The sample sign-up application, tested by fifty Playwright tests at once against one catcher: see sign-up/. */

const resolvePath = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

test("fifty customers sign up at once, each with mail of their own", async () => {
  test.setTimeout(240_000);
  const cli = resolvePath("node_modules/@playwright/test/cli.js");
  // The outer run has set where its own report goes.
  const { PLAYWRIGHT_JSON_OUTPUT_FILE: _, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    [cli, "test", "--config", resolvePath("sign-up/playwright.config.ts"), "--reporter=json"],
    { env: { ...environment, NODE_OPTIONS: "--conditions=source" }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const output = await text(child.stdout);
  const report = JSON.parse(output) as PlaywrightReport;
  expect(report.stats, output).toMatchObject({ expected: 50, unexpected: 0, flaky: 0 });
});
