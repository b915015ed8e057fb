// `npm run check`: run it before a commit. Checks format, types and lint, and runs the unit tests that the changed files
// affect. Tests that need the built server, other programs or a browser run in `npm test` only.
import { install, rejectOptions, step, tool } from "./toolchain.mjs";

rejectOptions("npm run check, which takes no options");
await install();
const unitTests = ["shared", "server", "web"].flatMap((name) => ["--project", name]);
const checks = [
  ["Format", "biome", ["check", "--write", "--changed", "--no-errors-on-unmatched", "--error-on-warnings", "."]],
  ["Types", "tsc", ["-b"]],
  ["Lint", "oxlint", ["--deny-warnings"]],
  ["Related tests", "vitest", ["run", "--changed", "--passWithNoTests", ...unitTests]],
];
let passed = true;
for (const [title, command, args] of checks) passed = (await step(title, tool(command), args)) && passed;
process.exitCode = passed ? 0 : 1;
