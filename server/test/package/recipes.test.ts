import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Mailglass, startMailglass } from "../../src/package/mailglass.ts";
import { namedSnippets, readSnippets, replacePorts } from "../support/doc-snippets.ts";
import { installPackage } from "../support/install-package.ts";

/** The recipes of docs/testing.md and the one of the README, as printed, in a folder where `mailglass` is installed. */
const SERVER = join(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);
let folder: string;
let mail: Mailglass;

beforeAll(async () => {
  await mkdir(join(SERVER, "dist"), { recursive: true });
  folder = await mkdtemp(join(SERVER, "dist", "recipes-"));
  await installPackage(folder);
  for (const { mark, code } of readSnippets("docs/testing.md")) {
    const name = /^recipe: (\S+)$/.exec(mark ?? "")?.[1];
    if (name !== undefined) await writeFile(join(folder, name), code);
  }
  mail = await startMailglass();
});

afterAll(async () => {
  await mail.close();
  await rm(folder, { recursive: true });
});

/** What a test needs besides the recipe of the README: a program that sends, and a browser. */
const RECIPE_CONTEXT = `
  import { createTransport } from "nodemailer";
  const signUp = (to) => createTransport(process.env.SMTP_URL).sendMail({
    from: "shop@example.com", to, subject: "Confirm", html: '<a href="https://shop.example/confirm">Confirm</a>',
  });
  const page = { goto: (url) => console.log("goes to", url) };
`;

test("README", async () => {
  const { SMTP_PORT, MAILGLASS_URL } = mail.env;
  const ports = { smtp: Number(SMTP_PORT), http: Number(new URL(MAILGLASS_URL).port) };
  const recipe = replacePorts(namedSnippets("README.md").get("README") ?? "", ports);
  await writeFile(join(folder, "readme.mjs"), RECIPE_CONTEXT + recipe);
  const { stdout, stderr } = await runRecipe(process.execPath, ["--conditions=source", "readme.mjs"]);
  expect({ stdout, stderr }).toEqual({ stdout: "goes to https://shop.example/confirm\n", stderr: "" });
});

test("curl", async () => {
  expect((await runRecipe("sh", ["shell"])).stdout).toBe('"value":"123456"\n');
});

test("Vitest", async () => {
  const { code, stdout } = await runRecipe(process.execPath, [findBin("vitest", "vitest.mjs"), "run", "sign-up.test"]);
  expect(stdout).toContain("1 passed");
  expect(code).toBe(0);
});

test("findings", async () => {
  const { code, stdout } = await runRecipe(process.execPath, [findBin("vitest", "vitest.mjs"), "run", "findings.test"]);
  expect(stdout).toContain("1 passed");
  expect(code).toBe(0);
});

test("Playwright", async () => {
  const { code, stdout } = await runRecipe(process.execPath, [
    findBin("@playwright/test", "cli.js"),
    "test",
    "--reporter=line",
    "sign-up.spec",
  ]);
  expect(stdout).toContain("1 passed");
  expect(code).toBe(0);
});

test("node:test", async () => {
  const { code, stdout } = await runRecipe(process.execPath, [
    "--conditions=source",
    "--test-reporter=tap",
    "--test",
    "retry.node.mjs",
  ]);
  expect(stdout).toContain("# pass 1");
  expect(code).toBe(0);
});

test("pytest", async ({ skip }) => {
  const { code, stdout, stderr } = await runRecipe("python3", [
    "-m",
    "pytest",
    "-q",
    "-p",
    "no:cacheprovider",
    "test_sign_up.py",
  ]);
  if (code === 127 || stderr.includes("No module named pytest")) skip("pytest is not installed");
  expect(stdout).toContain("1 passed");
  expect(code).toBe(0);
});

const findBin = (name: string, file: string): string => join(dirname(require.resolve(`${name}/package.json`)), file);

interface RecipeResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function runRecipe(program: string, args: readonly string[]): Promise<RecipeResult> {
  // The environment of this test's own runner must not reach the runners that are started here.
  const { VITEST: _v, VITEST_WORKER_ID: _w, VITEST_POOL_ID: _p, NODE_TEST_CONTEXT: _n, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(program, args, { cwd: folder, env: { ...env, ...mail.env, NO_COLOR: "1" } }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 127;
      resolve({ code, stdout, stderr });
    });
  });
}
