// `npm test`: installs the packages, then checks, builds and runs every test, including those in the browser. The last line
// is the sum of all runners.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { findBrowser } from "./browser.mjs";
import { build, environment, install, node, rejectOptions, root, runInTerminal, step, tool } from "./toolchain.mjs";

rejectOptions("npm test, which takes no options; for some of the tests: npm run unit -- FILE, npm run e2e -- FILE");
await install();
const chromium = await findBrowser();

const CHECKS = [
  ["Checking the format", "biome", ["ci", "--colors=off", "."]],
  ["Checking the types", "tsc", ["-b"]],
  ["Checking the lint rules", "oxlint", ["--deny-warnings"]],
  ["Checking the lint rules that need types", "oxlint", ["--type-aware", "--deny-warnings"]],
  ["Checking for dead code", "knip", []],
];
let sound = true;
for (const [title, command, args] of CHECKS) sound = (await step(title, tool(command), args)) && sound;
await build();

const results = join(root, "test-results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

// Two runs, and each test in one of them: coverage slows tests down, so only the modules that have a threshold run with it, and the tests
// that send mistakes to a server.
const COVERED = ["server/src/smtp/protocol/", "server/src/mail/", "server/test/mistakes/"];
const covered = await vitest("vitest-covered.json", [
  "--project",
  "server",
  "--project",
  "integration",
  "--coverage",
  ...COVERED,
]);
const other = await vitest(
  "vitest.json",
  COVERED.flatMap((folder) => ["--exclude", `${folder}**`]),
);

const playwrightReport = join(results, "playwright.json");
const playwright = await runInTerminal(
  node(),
  [join(root, "e2e", "node_modules", "@playwright", "test", "cli.js"), "test", "--reporter=line,json"],
  { cwd: join(root, "e2e"), env: environment({ CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport }) },
);

const sums = [vitestSums(covered.report), vitestSums(other.report), playwrightSums(read(playwrightReport))];
const total = (key) => sums.reduce((sum, one) => sum + one[key], 0);
process.exitCode = sound && covered.exitCode === 0 && other.exitCode === 0 && playwright === 0 ? 0 : 1;
// Again at the end: who sees only the last lines of a long log needs the names.
for (const line of [covered, other].flatMap(({ report }) => listFailures(report))) console.log(line);
const flaky = read(playwrightReport)?.stats.flaky ?? 0;
if (flaky > 0) console.log(`${flaky} passed only when retried: see “flaky” above.`);
if (!sound) console.log("A check failed: see above.");
console.log(`${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped`);

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Runs vitest with these arguments. Its exit code is not 0 if a test fails, or if coverage is below its threshold. */
async function vitest(reportName, args) {
  const file = join(results, reportName);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const exitCode = await runInTerminal(tool("vitest"), ["run", ...reporters, ...args]);
  return { exitCode, report: read(file) };
}

/** A file that failed before its first test. */
function isBroken({ status, assertionResults }) {
  return status === "failed" && assertionResults.length === 0;
}

/** A runner without a report failed as a whole, and counts as one failure. */
function vitestSums(all) {
  if (!all) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = all.testResults.filter(isBroken).length;
  return {
    passed: all.numPassedTests,
    failed: all.numFailedTests + brokenFiles,
    skipped: all.numPendingTests + all.numTodoTests,
  };
}

/** What failed in a run of vitest, or passed only when retried: the file, the test and the first lines of its error. */
function listFailures(all) {
  if (!all) return ["✗ vitest ended without a report: see above."];
  return all.testResults.flatMap((result) => {
    const file = relative(root, result.name);
    if (isBroken(result)) return [`✗ ${file}\n${firstLines(result.message)}`];
    return result.assertionResults
      .filter(({ failureMessages }) => failureMessages.length > 0)
      .map(({ fullName, status, failureMessages }) => {
        const mark = status === "passed" ? "Passed only when retried:" : "✗";
        return `${mark} ${file} › ${fullName}\n${firstLines(failureMessages.join("\n"))}`;
      });
  });
}

function firstLines(text) {
  return text.split("\n", 12).join("\n");
}

function playwrightSums(all) {
  if (!all) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, flaky, unexpected, skipped } = all.stats;
  return { passed: expected + flaky, failed: unexpected + all.errors.length, skipped };
}
