// `npm run check`: what to run before a commit. Format, types, lint, and the unit tests that the changed files affect;
// what needs the built server, other programs or a browser is left to `npm test`.
import { install, step, takesNoOptions, tool } from "./toolchain.mjs";

takesNoOptions("npm run check, which takes no options");
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
