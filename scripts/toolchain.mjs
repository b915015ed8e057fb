// Shared by `npm start`, `npm test` and `npm run dev`. Plain JavaScript without dependencies: it runs on the user's Node
// (20 or newer) before anything is installed, and then starts the Node that the workspace installs.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PNPM = "pnpm@12.21.0";
const OLDEST_NODE = [22, 13];

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, "node_modules", ".bin");

/** Returns the path of an installed tool. */
export const tool = (name) => join(bin, name);
export const vite = join(root, "web", "node_modules", "vite", "bin", "vite.js");

/** Prints one line and exits with code 2, for errors that the user has to fix. */
export function exitWithMessage(line) {
  console.error(line);
  process.exit(2);
}

/** Prints the usage and exits if `--help` is given. */
export function printHelpIfAsked(usage) {
  if (!process.argv.includes("--help")) return;
  console.log(`Usage: ${usage}`);
  process.exit(0);
}

/** The same for a program without options. Any other argument is an error, so that the program does not run by mistake. */
export function rejectOptions(usage) {
  printHelpIfAsked(usage);
  const args = process.argv.slice(2);
  if (args.length > 0) exitWithMessage(`${args[0]} is not understood. Usage: ${usage}`);
}

/** Returns the Node that runs everything after the installation: the workspace's own, or this one if it is new enough. */
export function node() {
  const own = tool("node");
  if (existsSync(own) && spawnSync(own, ["--version"]).status === 0) return own;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return process.execPath;
  return exitWithMessage(
    `Mailglass needs Node ${OLDEST_NODE.join(".")} or newer on this platform; this is ${process.version}.`,
  );
}

/** Returns the environment in which the workspace's own Node and tools come first. */
export function environment(extra = {}) {
  return { ...process.env, PATH: bin + delimiter + process.env.PATH, ...extra };
}

/** Runs a command and shows one line with its time. Its output is shown only if it fails. */
export async function step(title, command, args, options = {}) {
  const started = Date.now();
  const terminal = process.stdout.isTTY;
  const line = (mark) => `${mark} ${title} ${((Date.now() - started) / 1000).toFixed(1)} s`;
  const ticker = terminal ? setInterval(() => process.stdout.write(`\r${line("…")}`), 100) : undefined;
  if (!terminal) console.log(`… ${title}`);
  const { code, output } = await runCaptured(command, args, options);
  clearInterval(ticker);
  process.stdout.write(`${terminal ? "\r" : ""}${line(code === 0 ? "✓" : "✗")}\n`);
  if (code !== 0) process.stdout.write(output);
  return code === 0;
}

function runCaptured(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: environment(),
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: 1, output: `${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

/**
 * Runs a command in this terminal and forwards signals to it.
 *
 * @returns {Promise<number>} its exit code; 128 plus the number of the signal that ended it
 */
export function runInTerminal(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: environment(), stdio: "inherit", ...options });
    // A terminal sends Ctrl-C to the whole process group, so the child has received it already.
    process.on("SIGINT", () => {});
    for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    const stopWatching = watchParent(() => child.kill("SIGTERM"));
    const done = (code) => {
      stopWatching();
      resolve(code);
    };
    child.on("error", (error) => {
      console.error(error.message);
      done(1);
    });
    child.on("close", (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/**
 * Calls `stop` when npm has ended. npm forwards SIGTERM, but SIGHUP ends it without a signal to us. The shell between npm and
 * this process survives, so its parent is watched, too, where the system shows it.
 */
function watchParent(stop) {
  const parent = process.ppid;
  const npm = process.env.npm_lifecycle_event === undefined ? undefined : readParentPid(parent);
  const timer = setInterval(() => {
    if (process.ppid !== parent || (npm !== undefined && readParentPid(parent) !== npm)) stop();
  }, 1_000);
  return () => clearInterval(timer);
}

/** Returns the parent of a process on Linux; undefined elsewhere. */
function readParentPid(pid) {
  try {
    return /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "latin1"))?.[1];
  } catch {
    return undefined;
  }
}

/**
 * Installs the workspace's packages, unless they were installed from the current lock file.
 *
 * @param {"run" | "develop"} purpose `run` omits packages that only tests and checks need
 */
export async function install(purpose = "develop") {
  const stamp = join(root, "node_modules", ".mailglass-lock");
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "pnpm-lock.yaml")))
    .digest("hex");
  const installed = existsSync(stamp) ? readFileSync(stamp, "utf8").split(" ") : [];
  if (installed[0] === lock && (installed[1] === purpose || installed[1] === "develop")) return;
  const windows = process.platform === "win32";
  const args = ["--yes", PNPM, "install", "--frozen-lockfile", ...(purpose === "run" ? ["--prod"] : [])];
  // To only run Mailglass, pnpm and its downloads are not needed afterwards: they go to a folder that is removed.
  const cache = purpose === "run" ? mkdtempSync(join(tmpdir(), "mailglass-install-")) : undefined;
  const caches =
    cache === undefined
      ? {}
      : {
          npm_config_cache: join(cache, "npm"),
          XDG_CACHE_HOME: join(cache, "cache"),
          XDG_DATA_HOME: join(cache, "data"),
        };
  // With CI set, pnpm replaces an installation that has other packages without asking.
  const options = { shell: windows, env: environment({ CI: "true", ...caches }) };
  const installedNow = await step("Installing packages", windows ? "npx.cmd" : "npx", args, options);
  if (cache !== undefined) rmSync(cache, { recursive: true, force: true });
  if (!installedNow) process.exit(1);
  writeFileSync(stamp, `${lock} ${purpose}`);
}

/** Builds the page and the server, unless the build is newer than every source. */
export async function build() {
  const built = join(root, "server", "dist", "mailglass.mjs");
  if (existsSync(built) && statSync(built).mtimeMs > findNewestMtime(["shared", "server", "web"])) return;
  const done =
    (await step("Building the page", node(), [vite, "build"], { cwd: join(root, "web") })) &&
    (await step("Building the server", node(), ["build.mjs"], { cwd: join(root, "server") }));
  if (!done) process.exit(1);
}

/** Returns the modification time (ms) of the newest source in these folders. */
function findNewestMtime(folders) {
  const skip = new Set(["node_modules", "dist", "dist-types", "bench", "fuzz"]);
  let latest = statSync(join(root, "pnpm-lock.yaml")).mtimeMs;
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) latest = Math.max(latest, statSync(path).mtimeMs);
      else if (!skip.has(entry.name)) visit(path);
    }
  };
  for (const folder of folders) visit(join(root, folder));
  return latest;
}
