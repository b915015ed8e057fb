import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PEER_COMMANDS, type PeerCommand } from "./peer-commands.ts";
import { findFreePort, findProgram, launchServer, type RunningServer, runProgram } from "./process.ts";

/** The servers that are compared: the built Mailglass, and the peers, which the bench installs into a separate folder. */

export interface Contestant {
  readonly name: string;
  /** Why it cannot be measured; undefined if it can. */
  readonly missing?: string;
  /** @param more further arguments; only Mailglass and the peers with a page take them */
  start(more?: readonly string[]): Promise<RunningServer>;
}

const PEERS_FOLDER = fileURLToPath(new URL(".peers/", import.meta.url));
let builtServer = fileURLToPath(new URL("../dist/mailglass.mjs", import.meta.url));
const scriptPath = (name: string) => fileURLToPath(new URL(`peers/${name}`, import.meta.url));
const NODE = process.execPath;

export interface MailglassOptions {
  readonly name?: string;
  readonly flags?: readonly string[];
  /** Opens Node's inspector, through which the bench collects garbage and measures the rest. */
  readonly inspect?: boolean;
}

/** Mailglass, started as a user starts it. */
export function mailglassContestant({
  name = "mailglass",
  flags = [],
  inspect = false,
}: MailglassOptions = {}): Contestant {
  return {
    name,
    async start(more = []) {
      const [smtpPort, httpPort, inspectorPort] = [
        await findFreePort(),
        await findFreePort(),
        inspect ? await findFreePort() : 0,
      ];
      const ports = ["--smtp-port", String(smtpPort), "--http-port", String(httpPort)];
      const inspector = inspect ? [`--inspect=127.0.0.1:${inspectorPort}`] : [];
      const args = [...inspector, builtServer, ...ports, "--log-format", "json", ...flags, ...more];
      return launchServer({ command: NODE, args, smtpPort, httpPort, inspectorPort });
    },
  };
}

/** The program that is measured. */
export const builtServerPath = () => builtServer;

/** Measures another build, for example of an earlier version. Call it before any server starts. */
export function measureOtherBuild(path: string): void {
  builtServer = path;
}

/** A server that takes its port as the last argument before `more`. */
function scriptContestant(
  name: string,
  command: string,
  args: readonly string[],
  more: readonly string[] = [],
): Contestant {
  return {
    name,
    async start() {
      const smtpPort = await findFreePort();
      return launchServer({ command, args: [...args, String(smtpPort), ...more], smtpPort });
    },
  };
}

export function naiveRingContestant({ inspect = false } = {}): Contestant {
  return {
    name: "naive ring",
    async start() {
      const [smtpPort, inspectorPort] = [await findFreePort(), inspect ? await findFreePort() : 0];
      const inspector = inspect ? [`--inspect=127.0.0.1:${inspectorPort}`] : [];
      const args = [...inspector, scriptPath("naive-ring.mjs"), String(smtpPort)];
      return launchServer({ command: NODE, args, smtpPort, inspectorPort });
    },
  };
}

const missingContestant = (name: string, missing: string): Contestant => ({
  name,
  missing,
  start: () => Promise.reject(new Error(missing)),
});

function smtpSinkContestant(): Contestant {
  const command = findProgram("smtp-sink");
  if (command === undefined) return missingContestant("smtp-sink", "Postfix is not installed");
  return {
    name: "smtp-sink",
    async start() {
      const smtpPort = await findFreePort();
      const user = process.getuid?.() === 0 ? ["-u", "nobody"] : []; // it does not run as root
      return launchServer({ command, args: ["-4", ...user, `127.0.0.1:${smtpPort}`, "1000"], smtpPort });
    },
  };
}

/** Installs a peer unless it is installed. Returns the reason if that fails. */
async function installPeer(
  installedPath: string,
  command: string,
  args: readonly string[],
): Promise<string | undefined> {
  const failureFile = `${PEERS_FOLDER}${installedPath.replaceAll("/", "-")}.failed`; // a failed download is not repeated in each run
  if (existsSync(PEERS_FOLDER + installedPath)) return undefined;
  if (existsSync(failureFile)) return readFileSync(failureFile, "utf8");
  if (findProgram(command) === undefined) return `${command} is not installed`;
  process.stderr.write(`installing ${installedPath.split("/").at(-1)} …\n`);
  const ended = await runProgram(command, args, { timeout: 300_000, cwd: PEERS_FOLDER });
  if (ended.code === 0 && existsSync(PEERS_FOLDER + installedPath)) return undefined;
  const why = `could not be installed: ${ended.stderr.trim().split("\n").at(-1)?.trim() ?? `exit code ${ended.code}`}`;
  writeFileSync(failureFile, why);
  return why;
}

async function installNpmPeers(): Promise<Contestant[]> {
  const npm = ["install", "--no-audit", "--no-fund", "--prefix", PEERS_FOLDER];
  const parts = await installPeer("node_modules/smtp-server", "npm", [...npm, "smtp-server@3", "mailparser@3"]);
  const maildev = await installPeer("node_modules/maildev", "npm", [...npm, "maildev@3"]);
  const manifest = `${PEERS_FOLDER}package.json`;
  return [
    parts
      ? missingContestant("smtp-server", parts)
      : scriptContestant("smtp-server", NODE, [scriptPath("bare-smtp-server.mjs")], [manifest]),
    parts
      ? missingContestant("smtp-server + mailparser", parts)
      : scriptContestant("smtp-server + mailparser", NODE, [scriptPath("smtp-server-mailparser.mjs")], [manifest]),
    maildev
      ? missingContestant("MailDev", maildev)
      : {
          name: "MailDev",
          async start() {
            const [smtpPort, httpPort] = [await findFreePort(), await findFreePort()];
            const cli = `${PEERS_FOLDER}node_modules/maildev/dist/bin/maildev.js`;
            const ip = ["--ip", "127.0.0.1", "--web-ip", "127.0.0.1", "--silent", "--max-emails", "1000"];
            const args = [cli, "--smtp", String(smtpPort), "--web", String(httpPort), ...ip];
            return launchServer({ command: NODE, args, smtpPort, httpPort });
          },
        },
  ];
}

async function installPythonPeers(): Promise<Contestant[]> {
  const venv = await installPeer("venv/bin/python", "python3", ["-m", "venv", "venv"]);
  const aiosmtpd =
    venv ?? (await installPeer("venv/bin/aiosmtpd", `${PEERS_FOLDER}venv/bin/pip`, ["install", "-q", "aiosmtpd"]));
  const python = findProgram("python3");
  const smtpd = python && (await runProgram(python, ["-W", "ignore", "-c", "import smtpd"])).code === 0;
  return [
    aiosmtpd
      ? missingContestant("aiosmtpd", aiosmtpd)
      : scriptContestant("aiosmtpd", `${PEERS_FOLDER}venv/bin/python`, [scriptPath("discard_aiosmtpd.py")]),
    smtpd
      ? scriptContestant("Python smtpd", python, ["-W", "ignore", scriptPath("discard_smtpd.py")])
      : missingContestant("Python smtpd", "not part of this Python (3.12 removed it)"),
  ];
}

/** A program with a page, installed by its own package manager, or at the path that the user has given. */
async function installPagePeer(peer: PeerCommand, givenPath: string | undefined): Promise<Contestant> {
  const { name, program, folder, install } = peer;
  const command = install(PEERS_FOLDER);
  const [installer = ""] = command;
  const why =
    givenPath === undefined
      ? await installPeer(`${folder}/${program}`, installer, command.slice(1))
      : existsSync(givenPath)
        ? undefined
        : `there is no ${givenPath}`;
  if (why !== undefined) return missingContestant(name, why);
  const path = givenPath ?? `${PEERS_FOLDER}${folder}/${program}`;
  return {
    name,
    async start(more = []) {
      const [smtpPort, httpPort] = [await findFreePort(), await findFreePort()];
      const { command, args, env } = peer.start(path, smtpPort, httpPort, await findFreePort());
      return launchServer({ command, args: [...args, ...more], ...(env && { env }), smtpPort, httpPort });
    },
  };
}

/**
 * All peers. Those that are not available have the reason.
 *
 * @param givenPaths programs to use instead of those that would be installed, by the name of the peer in lower case
 */
export async function installPeers(givenPaths: ReadonlyMap<string, string> = new Map()): Promise<Contestant[]> {
  mkdirSync(PEERS_FOLDER, { recursive: true });
  if (!existsSync(`${PEERS_FOLDER}package.json`)) writeFileSync(`${PEERS_FOLDER}package.json`, '{ "private": true }\n');
  const pagePeers: Contestant[] = [];
  for (const peer of PEER_COMMANDS)
    pagePeers.push(await installPagePeer(peer, givenPaths.get(peer.name.toLowerCase())));
  return [
    smtpSinkContestant(),
    naiveRingContestant(),
    ...(await installNpmPeers()),
    ...(await installPythonPeers()),
    ...pagePeers,
  ];
}
