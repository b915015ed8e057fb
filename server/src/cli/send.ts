import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { Command } from "commander";
import type { HostPort } from "../app/address.ts";
import { ConfigError } from "../config/config-error.ts";
import { createCatcherTransport } from "../relay/smtp-transport.ts";
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
  debug: boolean;
  lmtp: boolean;
}

const EXAMPLES = `
The message comes from FILE, else from standard input when that is not a terminal, else from --subject, --text and --html.

  mailglass send --to ann@example.com --subject Hello --text "It works" --debug
  mailglass send --from jo@example.com --to ann@example.com localhost:1025 letter.eml`;

/** `mailglass send`: sends one message with nodemailer; --debug prints the conversation. */
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
    .option("--lmtp", "use LMTP", false)
    .option("--debug", "print the conversation", false)
    .addHelpText("after", EXAMPLES)
    .action(runSend);
}

async function runSend(target: HostPort, file: string | undefined, options: SendOptions): Promise<void> {
  if (options.to.length === 0) throw new ConfigError("send needs a recipient: --to ann@example.com.");
  const raw = await readMessageFile(file, options);
  const transport = await createCatcherTransport({
    ...target,
    secure: options.tls,
    lmtp: options.lmtp,
    ...(options.user === undefined ? {} : { auth: { user: options.user, pass: options.pass ?? "" } }),
    disableFileAccess: options.attach.length === 0,
    ...(options.debug ? { debug: true, transactionLog: true, logger: wireLogger } : {}),
  });
  const from = options.from ?? "mailglass@localhost";
  try {
    const { response, rejected = [] } = await transport.sendMail({
      envelope: { from, to: options.to },
      ...(raw ? { raw } : { ...composeMessage(options), from }),
    });
    process.stdout.write(`${response}\n`);
    for (const refused of rejected) process.stderr.write(`mailglass: ${refused} was refused.\n`);
    if (rejected.length > 0) process.exitCode = 1;
  } catch (error) {
    process.stderr.write(`mailglass: ${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    transport.close();
  }
}

async function readMessageFile(file: string | undefined, options: SendOptions): Promise<Buffer | undefined> {
  const given = options.subject ?? options.text ?? options.html ?? options.attach[0];
  if (file === undefined && (process.stdin.isTTY || given !== undefined)) return undefined;
  if (file === undefined || file === "-") return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (error) {
    throw new ConfigError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function composeMessage({ to, subject, text, html, attach }: SendOptions) {
  return {
    to,
    subject: subject ?? "A message from Mailglass",
    ...(text === undefined && html !== undefined ? {} : { text: text ?? "It works." }),
    ...(html === undefined ? {} : { html }),
    attachments: attach.map((path) => ({ path })),
  };
}

/** Logger for nodemailer that shows only the lines on the wire: `C: EHLO …`, `S: 250 …`. */
const logWireLine = (entry: unknown, text?: unknown): void => {
  const kind = (entry as { tnx?: string } | null)?.tnx;
  const sign = kind === "client" ? "C" : kind === "server" ? "S" : kind === "message" ? "C" : undefined;
  if (sign === undefined) return;
  for (const one of String(text).trimEnd().split(/\r?\n/)) process.stderr.write(`${sign}: ${one}\n`);
};
const wireLogger = {
  level: () => {},
  trace: logWireLine,
  debug: logWireLine,
  info: () => {},
  warn: () => {},
  error: () => {},
  fatal: () => {},
};
