import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const programPath = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

function runScript(path: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=source", programPath(path), ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const PROGRAMS = [
  ["server/fuzz/run.ts", "npm run fuzz"],
  ["server/bench/run.ts", "npm run bench"],
  ["scripts/test.mjs", "npm test"],
  ["scripts/package.mjs", "npm run package"],
] as const;

test.each([...PROGRAMS, ["scripts/dev.mjs", "npm run dev"] as const])(
  "%s prints its usage in one line",
  (path, usage) => {
    const { status, stdout, stderr } = runScript(path, ["--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: ${usage}[^\n]*\n$`));
  },
);

const INVALID_CALLS: readonly (readonly [path: string, args: readonly string[]])[] = [
  ...PROGRAMS.map(([path]) => [path, ["--nonsense"]] as const),
  ["server/fuzz/run.ts", ["--seconds", "ten"]],
  ["server/fuzz/run.ts", ["--seed", "x"]],
  ["server/bench/run.ts", ["--rounds", "0"]],
];

test.each(INVALID_CALLS)("%s %o is one line and exit code 2", (path, args) => {
  const { status, stdout, stderr } = runScript(path, args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^[^\n]+ Usage: npm [^\n]*\n$/);
  expect(stderr).toContain(args[0]);
});
