import { connect } from "node:net";
import { hostname, userInfo } from "node:os";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import type { HostPort } from "../app/address.ts";
import { ConfigError } from "../config/config-error.ts";
import { createCatcherTransport } from "../relay/smtp-transport.ts";
import { parseHostPort } from "./parse-host-port.ts";
import { cutAtLoneDot, prepareOutgoing } from "./prepare-outgoing.ts";

interface SendmailOptions {
  readRecipients: boolean;
  ignoreDots: boolean;
  from: string;
  fullName?: string;
  smtpAddr: HostPort;
  verbose: boolean;
  N?: string;
  R?: "full" | "hdrs";
  V?: string;
  b: "m" | "s";
}

/**
 * From sysexits.h. EX_TEMPFAIL (75) is never used: it means that the message is queued, and PHP treats it as success.
 */
const EX_UNAVAILABLE = 69;

const NOTES = `
The message comes from standard input. Bcc: is removed; From:, Date: and Message-ID: are added if they are missing.

Other options of sendmail(8), such as -oem, -B, -q and -h, are accepted and ignored.

  php.ini   sendmail_path = "mailglass sendmail -t -i -S localhost:1025"
  mutt      set sendmail = "mailglass sendmail -S localhost:1025"
  git       git send-email --sendmail-cmd="mailglass sendmail -i" 0001-change.patch
  cron      ln -s "$(command -v mailglass)" /usr/sbin/sendmail`;

/** `mailglass sendmail`: a replacement for the sendmail program that PHP's mail(), cron, git and mutt call. */
export function sendmailCommand(): Command {
  const { MAILGLASS_SENDMAIL_SMTP_ADDR, MAILGLASS_SENDMAIL_FROM, ...legacy } = process.env;
  const target = MAILGLASS_SENDMAIL_SMTP_ADDR ?? legacy["MP_SENDMAIL_SMTP_ADDR"] ?? legacy["MH_SENDMAIL_SMTP_ADDR"];
  const sender = MAILGLASS_SENDMAIL_FROM ?? legacy["MP_SENDMAIL_FROM"] ?? legacy["MH_SENDMAIL_FROM"];
  const parseAddress = parseHostPort(1025);
  return new Command("sendmail")
    .description("deliver a message from standard input, as sendmail does")
    .argument("[recipient...]", "recipients; this host's name is added to addresses without a domain")
    .option("-t, --read-recipients", "also take recipients from To:, Cc: and Bcc:, as without any recipient", false)
    .option("-i, --ignore-dots", "a line with a single dot does not end the message; also -oi", false)
    .option("-f, --from <address>", "envelope sender (MAILGLASS_SENDMAIL_FROM)", sender ?? currentUserName())
    .option("-F, --full-name <name>", "display name if a From: field has to be added")
    .option(
      "-S, --smtp-addr <host:port>",
      "server to send to (MAILGLASS_SENDMAIL_SMTP_ADDR)",
      parseAddress,
      parseAddress(target ?? ""),
    )
    .option("-v, --verbose", "print the server's reply", false)
    .option("-N <conditions>", "when to notify: never, or success,failure,delay (RFC 3461)")
    .addOption(new Option("-R <what>", "which part of the message a notification returns").choices(["full", "hdrs"]))
    .option("-V <id>", "envelope identifier for notifications")
    .addOption(new Option("-b <mode>", "-bs speaks SMTP on standard input and output").choices(["m", "s"]).default("m"))
    .helpOption("--help", "print this help")
    .addHelpText("after", NOTES)
    .action(runSendmail);
}

/** Returns the current user's name. In a container, the user id may have no name. */
function currentUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return "nobody";
  }
}

async function runSendmail(recipients: string[], options: SendmailOptions): Promise<void> {
  if (options.b === "s") await pipeSmtp(options.smtpAddr).catch(reportUnavailable);
  else await deliverFromStdin(recipients, options);
}

async function deliverFromStdin(recipients: readonly string[], options: SendmailOptions): Promise<void> {
  const input = await buffer(process.stdin);
  const { from, to, source } = prepareOutgoing({
    source: options.ignoreDots ? input : cutAtLoneDot(input),
    recipients,
    // As mhsendmail and Mailpit do: without -t and without arguments there is nobody else to send it to.
    fromHeaders: options.readRecipients || recipients.length === 0,
    sender: options.from.replace(/^<(.*)>$/, "$1"),
    name: options.fullName,
    domain: hostname(),
    now: new Date(),
  });
  if (to.length === 0) throw new ConfigError("sendmail needs a recipient: an argument, or a To:, Cc: or Bcc: field.");
  const transport = await createCatcherTransport(options.smtpAddr);
  try {
    const { response, rejected = [] } = await transport.sendMail({
      envelope: { from, to: [...to], use8BitMime: source.some((byte) => byte > 127) },
      raw: source,
      ...toDsnOptions(options),
    });
    if (options.verbose) process.stdout.write(`${response}\n`);
    if (rejected.length > 0) reportUnavailable(new Error(`${rejected.map(String).join(", ")} was refused.`));
  } catch (error) {
    reportUnavailable(error as Error);
  } finally {
    transport.close();
  }
}

/** Converts -N, -R and -V to nodemailer's options. */
function toDsnOptions({ N, R, V }: SendmailOptions) {
  if (N === undefined && R === undefined && V === undefined) return {};
  return {
    dsn: {
      ...(N === undefined ? {} : { notify: N.split(",") }),
      ...(R === undefined ? {} : { return: R }),
      ...(V === undefined ? {} : { id: V }),
    },
  };
}

/** -bs: the program speaks SMTP itself; its bytes are forwarded unchanged. */
async function pipeSmtp({ host, port }: HostPort): Promise<void> {
  const socket = connect({ host, port });
  await Promise.all([pipeline(process.stdin, socket), pipeline(socket, process.stdout, { end: false })]);
}

function reportUnavailable(error: Error): void {
  process.stderr.write(`mailglass sendmail: ${error.message}\n`);
  process.exitCode = EX_UNAVAILABLE;
}
