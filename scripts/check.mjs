// `npm run check`: run it before a commit. Checks format, types and lint, and runs the unit tests that import a changed file.
// Its last lines name what is left to `npm test`.
import { execFile } from "node:child_process";
import { relative } from "node:path";
import { promisify } from "node:util";
import { environment, install, rejectOptions, root, step, tool } from "./toolchain.mjs";

/** If more test files are related than this, only those in the modules of the changed files run. */
const MAX_RELATED_FILES = 40;

rejectOptions("npm run check, which takes no options");
await install();
const unitTests = ["shared", "server", "web"].flatMap((name) => ["--project", name]);
const checks = [
  ["Format", "biome", ["check", "--write", "--changed", "--no-errors-on-unmatched", "--error-on-warnings", "."]],
  ["Types", "tsc", ["-b"]],
  ["Lint", "oxlint", ["--deny-warnings"]],
];
let passed = true;
const check = async (title, command, args) => {
  passed = (await step(title, tool(command), args)) && passed;
};
const selection = selectTests();
selection.catch(() => {}); // It is awaited after the checks, which run meanwhile.
for (const [title, command, args] of checks) await check(title, command, args);
const { tests, skipped } = await selection;
// Files share a process: most of the time of a small test is spent on imports.
const options = ["run", "--no-isolate", ...unitTests];
if (tests.length > 0) await check(`Related tests (${tests.length} files)`, "vitest", [...options, ...tests]);
console.log("Left to npm test: type-aware lint, dead code, the tests of server/test, the browser tests.");
if (skipped.length > 0)
  console.log(`Also ${skipped.length} related unit tests of other modules: ${countByModule(skipped)}.`);
process.exitCode = passed ? 0 : 1;

/** Returns the unit tests that import a changed file, as paths, divided into those that run and those that do not. */
async function selectTests() {
  const related = await listRelatedTests();
  if (related.length <= MAX_RELATED_FILES) return { tests: related, skipped: [] };
  const changed = new Set((await listChangedFiles()).map(getModule));
  const isOwn = (file) => changed.has(getModule(file));
  return { tests: related.filter(isOwn), skipped: related.filter((file) => !isOwn(file)) };
}

async function listRelatedTests() {
  const list = await readOutput(tool("vitest"), ["list", "--changed", "--filesOnly", "--json", ...unitTests]);
  return JSON.parse(list).map(({ file }) => relative(root, file));
}

async function listChangedFiles() {
  const changed = await readOutput("git", ["diff", "--name-only", "HEAD"]);
  const added = await readOutput("git", ["ls-files", "--others", "--exclude-standard"]);
  return `${changed}\n${added}`.split("\n").filter((line) => line !== "");
}

/** Returns `server/src/mail` for a file of that folder or below it, and `web/src` or `shared/src` for all files there. */
function getModule(file) {
  return file
    .split("/")
    .slice(0, file.startsWith("server/src/") ? 3 : 2)
    .join("/");
}

function countByModule(files) {
  const counts = new Map();
  for (const file of files) counts.set(getModule(file), (counts.get(getModule(file)) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${name} (${count})`).join(", ");
}

/** @throws {Error} with the output of the command, if it fails */
async function readOutput(command, args) {
  const { stdout } = await promisify(execFile)(command, args, { cwd: root, env: environment(), maxBuffer: 2 ** 24 });
  return stdout;
}
