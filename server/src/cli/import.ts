import { type Client, createClient, ProblemError } from "@mailglass/shared/client";
import { Command, Option } from "commander";
import type { Transporter } from "nodemailer";
import type { HostPort } from "../app/address.ts";
import { readErrorCode } from "../base/error-message.ts";
import { ConfigError } from "../config/config-error.ts";
import { MBOX_KINDS, type MboxKind } from "../mail/archive/mbox-reader.ts";
import { toCrlf } from "../mail/archive/to-crlf.ts";
import { scanMessageHeader } from "../mail/entity-header.ts";
import { readHeaderEnvelope } from "../mail/header-envelope.ts";
import { readFieldAddresses } from "../mail/header-fields.ts";
import { createCatcherTransport } from "../relay/smtp-transport.ts";
import { createProgressBar } from "./archive/progress-bar.ts";
import { type ArchivedMessage, findMailFiles, type MailFile, readMessages } from "./archive/read-messages.ts";
import { parseHostPort } from "./parse-host-port.ts";
import { explainApiError, urlOption } from "./server-url.ts";

interface ImportOptions {
  url: URL;
  smtp?: HostPort;
  to: string[];
  tag: string[];
  mboxKind: MboxKind;
  keepLineEnds: boolean;
}

/** Sends one message to a server. Rejects with a readable `Error` if the message is refused. */
type DeliverMessage = (found: ArchivedMessage) => Promise<void>;

const EXAMPLES = `
A path is an .eml file, an mbox file, a Maildir, or a folder with such files.

  mailglass import letter.eml archive.mbox ~/Maildir
  mailglass import --smtp localhost:1025 --to ann@example.com fixtures/`;

/** `mailglass import`: sends messages from files to a running server, in the order of the files. */
export function importCommand(): Command {
  const appendValue = (text: string, before: string[]) => [...before, text];
  return new Command("import")
    .description("import .eml, mbox and Maildir messages into a running server")
    .argument("<path...>", "files and folders to import")
    .addOption(urlOption())
    .option("--smtp <host:port>", "send the messages over SMTP instead of the API", parseHostPort(1025))
    .option("--to <address>", "envelope recipient, instead of To:, Cc: and Bcc:; may be repeated", appendValue, [])
    .option("--tag <tag>", "add this tag (API only); may be repeated", appendValue, [])
    .addOption(
      new Option("--mbox-kind <kind>", "how the mbox quotes “From ” lines").choices(MBOX_KINDS).default("mboxrd"),
    )
    .option("--keep-line-ends", "keep bare LF line ends instead of converting messages without CRLF", false)
    .addHelpText("after", EXAMPLES)
    .action(importAll);
}

async function importAll(paths: string[], options: ImportOptions): Promise<void> {
  const files = await collectFiles(paths);
  const client = createClient({ url: options.url });
  const transport = options.smtp && (await createPooledTransport(options.smtp));
  const deliver = transport ? createSmtpDelivery(transport, options) : createApiDelivery(client, options);
  const progressBar = createProgressBar(files.reduce((sum, { size }) => sum + size, 0));
  let importedCount = 0;
  let failedCount = 0;
  const reportFailure = (name: string, why: string) => {
    failedCount++;
    progressBar.clear();
    process.stderr.write(`mailglass: ${name}: ${why}\n`);
  };
  try {
    for await (const step of readMessages(files, options.mboxKind)) {
      if ("failure" in step) reportFailure(step.name, step.failure);
      else {
        const why = await deliverMessage(step.message, deliver, options);
        if (why === undefined) importedCount++;
        else reportFailure(step.name, why);
      }
      progressBar.update(step.position, `${importedCount.toLocaleString("en")} messages`);
    }
  } catch (error) {
    throw explainApiError(error);
  } finally {
    progressBar.clear();
    transport?.close();
  }
  process.stdout.write(`${importedCount} imported${failedCount > 0 ? `, ${failedCount} failed` : ""}.\n`);
  if (failedCount > 0) process.exitCode = 1;
  if (!transport) await warnAboutLimit(client, importedCount);
}

/** Sends a message. Returns undefined if the server accepted it, otherwise the reason for the refusal. */
async function deliverMessage(
  message: ArchivedMessage,
  deliver: DeliverMessage,
  { keepLineEnds }: ImportOptions,
): Promise<string | undefined> {
  try {
    await deliver(keepLineEnds ? message : { ...message, source: toCrlf(message.source) });
    return undefined;
  } catch (error) {
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
}

async function collectFiles(paths: readonly string[]): Promise<MailFile[]> {
  const files: MailFile[] = [];
  for (const path of paths) {
    try {
      for (const file of await findMailFiles(path)) files.push(file);
    } catch (error) {
      throw new ConfigError(`${path} cannot be read (${readErrorCode(error)}).`);
    }
  }
  if (files.length === 0) throw new ConfigError(`${paths.join(", ")}: no .eml or .mbox files found.`);
  return files;
}

/** A message was refused. The next one may be accepted. */
class RefusedError extends Error {}

function createApiDelivery(client: Client, { to, tag }: ImportOptions): DeliverMessage {
  return async ({ source, sender, read }) => {
    const query = {
      ...(sender === "" ? {} : { from: sender }),
      ...(to.length === 0 ? {} : { to }),
      ...(tag.length === 0 ? {} : { tag }),
    };
    try {
      const { id } = await client.addMessage({ query, body: new Uint8Array(source) });
      if (read) await client.markMessage({ params: { id }, body: { read } });
    } catch (error) {
      if (error instanceof ProblemError && (error.problem.status === 400 || error.problem.status === 413)) {
        throw new RefusedError(error.problem.detail);
      }
      throw error;
    }
  };
}

function createPooledTransport({ host, port }: HostPort): Promise<Transporter> {
  return createCatcherTransport({ host, port, pool: true, maxConnections: 1, maxMessages: Number.POSITIVE_INFINITY });
}

function createSmtpDelivery(transport: Transporter, options: ImportOptions): DeliverMessage {
  return async ({ source, sender }) => {
    const envelope = buildEnvelope(source, sender, options.to);
    if (envelope.to.length === 0) throw new RefusedError("it has no recipient; give one with --to.");
    try {
      await transport.sendMail({ envelope, raw: source });
    } catch (error) {
      if ((error as { responseCode?: number }).responseCode !== undefined)
        throw new RefusedError((error as Error).message);
      throw error;
    }
  };
}

function buildEnvelope(source: Buffer, sender: string, to: readonly string[]) {
  const block = scanMessageHeader(source);
  const inHeader = readHeaderEnvelope(source, block);
  const returnPaths = readFieldAddresses(source, block, "return-path");
  return {
    from: sender || returnPaths.find(({ address }) => address !== "")?.address || inHeader.from,
    to: to.length > 0 ? [...to] : [...inHeader.to],
    use8BitMime: source.some((byte) => byte > 127),
  };
}

/** Warns if the server's ring is too small for the imported messages. */
async function warnAboutLimit(client: Client, imported: number): Promise<void> {
  const { limits } = await client.getInfo().catch((error: unknown) => {
    throw explainApiError(error);
  });
  if (imported <= limits.messages) return;
  process.stderr.write(
    `mailglass: the server keeps only the newest ${limits.messages} messages; start it with --max-messages ${imported} to keep all.\n`,
  );
}
