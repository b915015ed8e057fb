import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { freePort, launch, type Running, run, which } from "./process.ts";

/** Who takes part: ours as it is built, and the peers, which the bench installs into a folder of its own. */

export interface Contestant {
  readonly name: string;
  /** Why it cannot take part; undefined where it can. */
  readonly missing?: string;
  start(): Promise<Running>;
}

const folder = fileURLToPath(new URL(".peers/", import.meta.url));
const bundle = fileURLToPath(new URL("../dist/mailglass.mjs", import.meta.url));
const script = (name: string) => fileURLToPath(new URL(`peers/${name}`, import.meta.url));
const node = process.execPath;

export interface OursOptions {
  readonly name?: string;
  readonly flags?: readonly string[];
  /** Opens Node's inspector, through which the bench asks for a garbage collection and counts what is left. */
  readonly inspect?: boolean;
}

/** Mailglass, started as a user starts it. */
export function ours({ name = "mailglass", flags = [], inspect = false }: OursOptions = {}): Contestant {
  return {
    name,
    async start() {
      const [smtpPort, httpPort, inspectorPort] = [await freePort(), await freePort(), inspect ? await freePort() : 0];
      const ports = ["--smtp-port", String(smtpPort), "--http-port", String(httpPort)];
      const inspector = inspect ? [`--inspect=127.0.0.1:${inspectorPort}`] : [];
      const args = [...inspector, bundle, ...ports, "--log-format", "json", ...flags];
      return launch({ command: node, args, smtpPort, httpPort, inspectorPort });
    },
  };
}

/** Where the built server stands, and how it is started with nothing but its ports: for the measurement of its start. */
export const builtServer = bundle;

/** A server that takes its port as last argument but those of `more`. */
function scripted(name: string, command: string, args: readonly string[], more: readonly string[] = []): Contestant {
  return {
    name,
    async start() {
      const smtpPort = await freePort();
      return launch({ command, args: [...args, String(smtpPort), ...more], smtpPort });
    },
  };
}

export function naiveRing({ inspect = false } = {}): Contestant {
  return {
    name: "naive ring",
    async start() {
      const [smtpPort, inspectorPort] = [await freePort(), inspect ? await freePort() : 0];
      const inspector = inspect ? [`--inspect=127.0.0.1:${inspectorPort}`] : [];
      const args = [...inspector, script("naive-ring.mjs"), String(smtpPort)];
      return launch({ command: node, args, smtpPort, inspectorPort });
    },
  };
}

const absent = (name: string, missing: string): Contestant => ({
  name,
  missing,
  start: () => Promise.reject(new Error(missing)),
});

function smtpSink(): Contestant {
  const command = which("smtp-sink");
  if (command === undefined) return absent("smtp-sink", "Postfix is not installed");
  return {
    name: "smtp-sink",
    async start() {
      const smtpPort = await freePort();
      const user = process.getuid?.() === 0 ? ["-u", "nobody"] : []; // it will not run as root
      return launch({ command, args: ["-4", ...user, `127.0.0.1:${smtpPort}`, "1000"], smtpPort });
    },
  };
}

/** Installs what is not there yet; says why where it cannot be had. */
async function install(mark: string, command: string, args: readonly string[]): Promise<string | undefined> {
  const refusal = `${folder}${mark.replaceAll("/", "-")}.failed`; // what cannot be had is not asked for at each run
  if (existsSync(folder + mark)) return undefined;
  if (existsSync(refusal)) return readFileSync(refusal, "utf8");
  if (which(command) === undefined) return `${command} is not installed`;
  process.stderr.write(`installing ${mark.split("/").at(-1)} …\n`);
  const ended = await run(command, args, { timeout: 300_000, cwd: folder });
  if (ended.code === 0 && existsSync(folder + mark)) return undefined;
  const why = `could not be installed: ${ended.stderr.trim().split("\n").at(-1)?.trim() ?? `exit code ${ended.code}`}`;
  writeFileSync(refusal, why);
  return why;
}

async function npmPeers(): Promise<Contestant[]> {
  const npm = ["install", "--no-audit", "--no-fund", "--prefix", folder];
  const parts = await install("node_modules/smtp-server", "npm", [...npm, "smtp-server@3", "mailparser@3"]);
  const maildev = await install("node_modules/maildev", "npm", [...npm, "maildev@3"]);
  const manifest = `${folder}package.json`;
  return [
    parts ? absent("smtp-server", parts) : scripted("smtp-server", node, [script("bare-smtp-server.mjs")], [manifest]),
    parts
      ? absent("smtp-server + mailparser", parts)
      : scripted("smtp-server + mailparser", node, [script("smtp-server-mailparser.mjs")], [manifest]),
    maildev
      ? absent("MailDev", maildev)
      : {
          name: "MailDev",
          async start() {
            const [smtpPort, httpPort] = [await freePort(), await freePort()];
            const cli = `${folder}node_modules/maildev/dist/bin/maildev.js`;
            const ip = ["--ip", "127.0.0.1", "--web-ip", "127.0.0.1", "--silent", "--max-emails", "1000"];
            const args = [cli, "--smtp", String(smtpPort), "--web", String(httpPort), ...ip];
            return launch({ command: node, args, smtpPort, httpPort });
          },
        },
  ];
}

async function pythonPeers(): Promise<Contestant[]> {
  const venv = await install("venv/bin/python", "python3", ["-m", "venv", "venv"]);
  const aiosmtpd = venv ?? (await install("venv/bin/aiosmtpd", `${folder}venv/bin/pip`, ["install", "-q", "aiosmtpd"]));
  const python = which("python3");
  const smtpd = python && (await run(python, ["-W", "ignore", "-c", "import smtpd"])).code === 0;
  return [
    aiosmtpd
      ? absent("aiosmtpd", aiosmtpd)
      : scripted("aiosmtpd", `${folder}venv/bin/python`, [script("discard_aiosmtpd.py")]),
    smtpd
      ? scripted("Python smtpd", python, ["-W", "ignore", script("discard_smtpd.py")])
      : absent("Python smtpd", "not part of this Python (3.12 removed it)"),
  ];
}

async function goPeers(): Promise<Contestant[]> {
  const from = (module: string) => ["GOFLAGS=-mod=mod", `GOBIN=${folder}bin`, "go", "install", module];
  const go = which("go") === undefined ? "go is not installed" : undefined;
  const mailpit = go ?? (await install("bin/mailpit", "env", from("github.com/axllent/mailpit@latest")));
  const mailhog = go ?? (await install("bin/MailHog", "env", from("github.com/mailhog/MailHog@v1.0.1")));
  const withPage = (name: string, program: string, args: (smtp: string, http: string) => string[]): Contestant => ({
    name,
    async start() {
      const [smtpPort, httpPort] = [await freePort(), await freePort()];
      const command = `${folder}bin/${program}`;
      return launch({
        command,
        args: args(`127.0.0.1:${smtpPort}`, `127.0.0.1:${httpPort}`),
        smtpPort,
        httpPort,
      });
    },
  });
  return [
    mailpit
      ? absent("Mailpit", mailpit)
      : withPage("Mailpit", "mailpit", (smtp, http) => [
          "--smtp",
          smtp,
          "--listen",
          http,
          "--max",
          "1000",
          "--quiet",
          "--disable-version-check",
          "--smtp-disable-rdns",
        ]),
    mailhog
      ? absent("MailHog", mailhog)
      : withPage("MailHog", "MailHog", (smtp, http) => [
          "-smtp-bind-addr",
          smtp,
          "-api-bind-addr",
          http,
          "-ui-bind-addr",
          http,
        ]),
  ];
}

/** All peers, those that are missing too, with the reason. */
export async function peers(): Promise<Contestant[]> {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(`${folder}package.json`)) writeFileSync(`${folder}package.json`, '{ "private": true }\n');
  return [smtpSink(), naiveRing(), ...(await npmPeers()), ...(await pythonPeers()), ...(await goPeers())];
}
