import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

interface Report {
  readonly suites: readonly { readonly specs: readonly Spec[] }[];
}

interface Spec {
  readonly title: string;
  readonly ok: boolean;
  readonly tests: readonly { readonly results: readonly Result[] }[];
}

interface Result {
  readonly error?: { readonly message: string };
  readonly attachments: readonly { readonly name: string; readonly contentType: string; readonly body?: string }[];
}

test("a failed Playwright test reads well, and has its mail and conversations attached", async () => {
  const cli = join(dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")), "cli.js");
  const report = await new Promise<Report>((resolve, reject) => {
    const args = [cli, "test", "--config", join(import.meta.dirname, "playwright.config.ts")];
    execFile(
      process.execPath,
      args,
      { env: { ...process.env, NODE_OPTIONS: "--conditions=source" } },
      (_error, stdout, stderr) => {
        try {
          resolve(JSON.parse(stdout));
        } catch {
          reject(new Error(`${stdout}\n${stderr}`));
        }
      },
    );
  });
  const specs = report.suites.flatMap((suite) => suite.specs);
  expect(specs.map(({ title, ok }) => [title, ok])).toEqual([
    ["passes", true],
    ["fails", false],
    ["has findings", false],
  ]);
  const [passed, failed, withFindings] = specs.map((spec) => spec.tests[0]?.results[0]);
  expect(passed?.attachments).toEqual([]);
  expect(failed?.error?.message).toMatch(/No message matched .*subject:Welcome .*within \d+ ms[\s\S]*“Hello” to/);
  expect(withFindings?.error?.message).toMatch(/“Broken” has \d findings?:\n[^]*date-missing [^]*Fix: Add Date/);
  const attached = new Map(
    failed?.attachments.map(({ name, body = "" }) => [
      name.replace(/-\w+\./, "."),
      Buffer.from(body, "base64").toString(),
    ]),
  );
  expect([...attached.keys()]).toEqual(expect.arrayContaining(["message.eml", "session.txt", "failed-session.txt"]));
  expect(attached.get("message.eml")).toContain("Subject: Hello\r\n");
  expect(attached.get("failed-session.txt")).toContain("550 5.1.1 Unknown");
});
