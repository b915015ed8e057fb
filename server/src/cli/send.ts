import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import { Command } from "commander";
import type { HostPort } from "../app/address.ts";
import { readErrorCode } from "../base/error-message.ts";
import { toTerminalText } from "../base/terminal-text.ts";
import { ConfigError } from "../config/config-error.ts";
import { composeSource } from "../mail/compose-source.ts";
import { deliverMessage } from "./deliver-message.ts";
import { explainTlsError } from "./explain-tls-error.ts";
import { parseHostPort } from "./parse-host-port.ts";

interface SendOptions {
  from?: string;
  to: string[];
  subject?: string;
  text?: string;
  html?: string;
  attach: string[];
  user?: string;
  pass?: string;
  tls: boolean;
  verify: boolean;
  debug: boolean;
  lmtp: boolean;
}

const EXAMPLES = `
The message comes from FILE, else from standard input when that is not a terminal, else from --subject, --text and --html.

  mailglass send --to ann@example.com --subject Hello --text "It works" --debug
  mailglass send --from jo@example.com --to ann@example.com localhost:1025 letter.eml`;

/** `mailglass send`: sends one message with nodemailer; --debug prints the conversation, with the time of each line. */
export function sendCommand(): Command {
  const appendValue = (text: string, before: string[]) => [...before, text];
  return new Command("send")
    .description("send a message")
    .argument("[host:port]", "server to send to", parseHostPort(1025), { host: "localhost", port: 1025 })
    .argument("[file]", "message to send unchanged (.eml); - reads standard input")
    .option("--from <address>", "envelope sender, and From: of a composed message")
    .option("--to <address>", "recipient; may be repeated", appendValue, [])
    .option("--subject <text>", "Subject: of a composed message")
    .option("--text <text>", "text of a composed message")
    .option("--html <text>", "HTML of a composed message")
    .option("--attach <file>", "file to attach; may be repeated", appendValue, [])
    .option("--user <name>", "user name to authenticate with")
    .option("--pass <secret>", "password to authenticate with")
    .option("--tls", "TLS from the first byte (without it, STARTTLS is used if offered)", false)
    .option("--verify", "refuse certificates that are not trusted, such as self-signed ones", false)
    .option("--lmtp", "use LMTP", false)
    .option("--debug", "print the conversation, and the time of each line in ms", false)
    .addHelpText("after", EXAMPLES)
    .action(runSend);
}

async function runSend(target: HostPort, file: string | undefined, options: SendOptions): Promise<void> {
  if (options.to.length === 0) throw new ConfigError("send needs a recipient: --to ann@example.com.");
  const from = options.from ?? "mailglass@example.com";
  const message = (await readMessageFile(file, options)) ?? (await composeMessage(options, from));
  const { user, pass = "" } = options;
  try {
    const { response, rejected } = await deliverMessage(
      {
        ...target,
        secure: options.tls,
        lmtp: options.lmtp,
        tls: { rejectUnauthorized: options.verify },
        credentials: user === undefined ? undefined : { user, pass },
        ...(options.debug ? { debug: true, transactionLog: true, logger: createWireLogger() } : {}),
      },
      { from, to: options.to },
      message,
    );
    process.stdout.write(`${response}\n`);
    for (const refused of rejected) process.stderr.write(`mailglass: ${refused} was refused.\n`);
    if (rejected.length > 0) process.exitCode = 1;
  } catch (error) {
    reportFailure(error as Error);
  }
}

/** Prints what an error means, if that is known, before its own text. */
function reportFailure({ message }: Error): void {
  const explanation = explainTlsError(message);
  const own = toTerminalText(message.trim());
  process.stderr.write(`mailglass: ${explanation === undefined ? own : `${explanation}.\n  (${own})`}\n`);
  process.exitCode = 1;
}

async function readMessageFile(file: string | undefined, options: SendOptions): Promise<Buffer | undefined> {
  const given = options.subject ?? options.text ?? options.html ?? options.attach[0];
  if (file === undefined && (process.stdin.isTTY || given !== undefined)) return undefined;
  if (file === undefined || file === "-") return buffer(process.stdin);
  return readGivenFile(file);
}

async function readGivenFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new ConfigError(`${file} cannot be read (${readErrorCode(error)}).`);
  }
}

/** Composes a message with nodemailer. Only attached files are read. */
async function composeMessage({ to, subject, text, html, attach }: SendOptions, from: string): Promise<Buffer> {
  const { raw } = await composeSource({
    from,
    to,
    subject: subject ?? "A message from Mailglass",
    ...(text === undefined && html !== undefined ? {} : { text: text ?? "It works." }),
    ...(html === undefined ? {} : { html }),
    attachments: await Promise.all(
      attach.map(async (path) => ({ filename: basename(path), content: await readGivenFile(path) })),
    ),
  });
  return raw;
}

/** Creates a logger for nodemailer that prints only the lines on the wire, with their time: `   12 ms  C: EHLO …`. */
function createWireLogger() {
  const startedAt = performance.now();
  const logWireLine = (entry: unknown, text?: unknown): void => {
    const kind = (entry as { tnx?: string } | null)?.tnx;
    const sign = kind === "client" ? "C" : kind === "server" ? "S" : kind === "message" ? "C" : undefined;
    if (sign === undefined) return;
    const time = `${Math.round(performance.now() - startedAt)}`.padStart(5);
    for (const line of String(text).trimEnd().split(/\r?\n/))
      process.stderr.write(`${time} ms  ${sign}: ${toTerminalText(line)}\n`);
  };
  const ignore = () => {};
  return {
    level: ignore,
    trace: logWireLine,
    debug: logWireLine,
    info: ignore,
    warn: ignore,
    error: ignore,
    fatal: ignore,
  };
}
