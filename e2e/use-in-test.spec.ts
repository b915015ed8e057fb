import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findNewSyntax } from "../server/test/support/find-new-syntax.ts";
import { installPackage } from "../server/test/support/install-package.ts";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { isInstalled, runCommand } from "./fixtures/mail-clients.ts";
import { expect, test } from "./fixtures/test.ts";

/** "Use in a test": the code runs as printed, against the server of the page, and finds the message. */

/** Has characters that are special in at least one of the languages. */
const SUBJECT = 'Confirm "it\'s" $HOME ${HOME} #{1 + 1} `id` \\u0041 %s ?> 482913 ✓ 😀';
const LINK = "https://shop.example/confirm?token=9f3c1a&x=1";

const require = createRequire(import.meta.url);
const findBin = (name: string, file: string) => join(dirname(require.resolve(`${name}/package.json`)), file);

interface Program {
  /** A program that must be installed. */
  readonly needs?: string;
  readonly file: string;
  readonly command: readonly [string, ...string[]];
  /** A test runner prints its result instead of the value. */
  readonly isRunner?: true;
}

const NODE = process.execPath;
const PROGRAMS: Readonly<Record<string, Program>> = {
  curl: { needs: "jq", file: "wait.sh", command: ["sh", "wait.sh"] },
  TypeScript: { file: "wait.ts", command: [NODE, "--conditions=source", "wait.ts"] },
  Playwright: {
    file: "wait.spec.ts",
    command: [NODE, findBin("@playwright/test", "cli.js"), "test", "--reporter=line", "wait.spec"],
    isRunner: true,
  },
  Vitest: {
    file: "wait.test.ts",
    command: [NODE, findBin("vitest", "vitest.mjs"), "run", "wait.test"],
    isRunner: true,
  },
  Python: { needs: "python3", file: "wait.py", command: ["python3", "wait.py"] },
  PHP: { needs: "php", file: "wait.php", command: ["php", "wait.php"] },
  Ruby: { needs: "ruby", file: "wait.rb", command: ["ruby", "wait.rb"] },
  Java: { needs: "javac", file: "WaitForMail.java", command: ["java", "WaitForMail.java"] },
  Go: { needs: "go", file: "wait.go", command: ["go", "run", "wait.go"] },
};

let folder: string;

test.beforeAll(async () => {
  // Below e2e, so that the test runners are found as in a project that has installed them.
  const parent = fileURLToPath(new URL("dist", import.meta.url));
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, "use-in-test-"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  await installPackage(folder);
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const [language, program] of Object.entries(PROGRAMS)) {
  test(`the code for ${language} finds the code, and the link`, async ({ page, send }) => {
    const { needs } = program;
    test.skip(needs !== undefined && !isInstalled(needs), `${needs} is not installed`);
    await send({ subject: "Another" });
    await send({ subject: SUBJECT, text: `Your code is 482913.\n${LINK}\nhttps://shop.example/stop/1\n` });
    const inbox = new InboxPage(page);
    await inbox.open();
    await inbox.openMessage(SUBJECT);
    await inbox.searchPalette("Use in a test");
    await page.keyboard.press("Enter");
    await page.getByRole("tab", { name: language }).click();
    await expect(page.getByText("1 stored message matches.")).toBeVisible();

    const run = async () => {
      const code = (await page.getByTestId("test-code").textContent()) ?? "";
      if (program.file.endsWith(".ts")) expect(await findNewSyntax(code)).toBeNull();
      writeFileSync(join(folder, program.file), code);
      return runProgram(program);
    };
    expect(await run()).toMatch(program.isRunner ? /1 passed/ : /^482913\s*$/);
    // The page of the link does not exist: only the runner that opens it would fail.
    if (language === "Playwright") return;
    await page.getByLabel("Extract").selectOption({ label: "The link that starts with https://shop.example/confirm" });
    const output = await run();
    if (program.isRunner) expect(output).toContain("1 passed");
    else expect(output.trim()).toBe(LINK);
  });
}

/** Runs it in the folder. Playwright and Vitest must not take over what this test runner tells its own workers. */
function runProgram({ command: [name, ...args] }: Program): Promise<string> {
  const script = 'cd "$1" && shift && exec env -u TEST_WORKER_INDEX -u TEST_PARALLEL_INDEX NO_COLOR=1 "$@"';
  return runCommand("sh", ["-c", script, "sh", folder, name, ...args]);
}

test("the code of a search waits for its query, which can be changed", async ({ page, send }) => {
  test.skip(!isInstalled("jq"), "jq is not installed");
  await send({ subject: "Welcome", to: "ann@example.com" });
  await send({ subject: "Goodbye", to: "ann@example.com" });
  const inbox = new InboxPage(page);
  await inbox.open("?q=to:ann@example.com");
  await inbox.searchPalette("Use in a test");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Wait for a message that matches")).toHaveValue("to:ann@example.com");
  await expect(dialog.getByText("2 stored messages match.")).toBeVisible();
  await dialog.getByLabel("Wait for a message that matches").fill("to:ann@example.com has:nothing");
  await expect(dialog.getByText(/has: must be/)).toBeVisible();
  await dialog.getByLabel("Wait for a message that matches").fill("to:ann@example.com subject:good");
  await expect(dialog.getByText("1 stored message matches.")).toBeVisible();
  await dialog.getByRole("tab", { name: "curl" }).click();
  const code = (await dialog.getByTestId("test-code").textContent()) ?? "";
  expect(await runCommand("sh", ["-c", code])).toBe("Goodbye\n");
  expect(await inbox.findAxeViolations()).toEqual([]);
});
