import { type Client, createClient, ProblemError } from "@mailglass/shared/client";
import { Command, Option } from "commander";
import type { Transporter } from "nodemailer";
import { ConfigError } from "../config.ts";
import { addressesOf } from "../mail/header.ts";
import { scanHeaderBlock } from "../mail/header-block.ts";
import { type HostPort, hostPort } from "./address.ts";
import { MBOX_KINDS, MboxError, type MboxKind } from "./archive/mbox-reader.ts";
import { progress } from "./archive/progress.ts";
import { type Found, type MailFile, mailFiles, messagesOf, withWireLineEnds } from "./archive/sources.ts";
import { explainApi, urlOption } from "./server-url.ts";

interface ImportOptions {
  url: URL;
  smtp?: HostPort;
  to: string[];
  tag: string[];
  mboxKind: MboxKind;
  keepLineEnds: boolean;
}

/** Puts one message into a server; rejects with an `Error` for people when it is refused. */
type Deliver = (found: Found) => Promise<void>;

const EXAMPLES = `
A path is an .eml file, an mbox file, a Maildir, or a folder with such files.

  mailglass import letter.eml archive.mbox ~/Maildir
  mailglass import --smtp localhost:1025 --to ann@example.com fixtures/`;

/** `mailglass import`: messages from files into a running server, oldest first as the files have them. */
export function importCommand(): Command {
  const several = (text: string, before: string[]) => [...before, text];
  return new Command("import")
    .description("put .eml, mbox and Maildir messages into a running server")
    .argument("<path...>", "files and folders")
    .addOption(urlOption())
    .option("--smtp <host:port>", "send them over SMTP instead of the API", hostPort(1025))
    .option("--to <address>", "recipient of the envelope, in place of To:, Cc: and Bcc:", several, [])
    .option("--tag <tag>", "tag them, over the API", several, [])
    .addOption(new Option("--mbox-kind <kind>", "how the mbox quotes From").choices(MBOX_KINDS).default("mboxrd"))
    .option("--keep-line-ends", "leave bare LF as it is; else a message without any CRLF gets them", false)
    .addHelpText("after", EXAMPLES)
    .action(importAll);
}

async function importAll(paths: string[], options: ImportOptions): Promise<void> {
  const files = await allFiles(paths);
  const client = createClient({ url: options.url });
  const transport = options.smtp && (await openTransport(options.smtp));
  const deliver = transport ? overSmtp(transport, options) : overApi(client, options);
  const bar = progress(files.reduce((sum, { size }) => sum + size, 0));
  let imported = 0;
  let refused = 0;
  try {
    for await (const found of messagesOf(files, options.mboxKind)) {
      const source = options.keepLineEnds ? found.source : withWireLineEnds(found.source);
      try {
        await deliver({ ...found, source });
        imported++;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refused++;
        process.stderr.write(`mailglass: message ${imported + refused}: ${error.message}\n`);
      }
      bar.at(found.position, `${imported.toLocaleString("en")} messages`);
    }
  } catch (error) {
    throw explain(error);
  } finally {
    bar.end();
    transport?.close();
  }
  process.stdout.write(`${imported} imported${refused > 0 ? `, ${refused} refused` : ""}.\n`);
  if (refused > 0) process.exitCode = 1;
  if (!transport) await tellLimit(client, imported);
}

async function allFiles(paths: readonly string[]): Promise<MailFile[]> {
  const files: MailFile[] = [];
  for (const path of paths) {
    try {
      for (const file of await mailFiles(path)) files.push(file);
    } catch (error) {
      throw new ConfigError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
    }
  }
  if (files.length === 0) throw new ConfigError(`${paths.join(", ")}: no .eml or .mbox files there.`);
  return files;
}

/** One message was not taken; the next may be. */
class Refused extends Error {}

function overApi(client: Client, { to, tag }: ImportOptions): Deliver {
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
        throw new Refused(error.problem.detail);
      }
      throw error;
    }
  };
}

async function openTransport({ host, port }: HostPort): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  const options = { host, port, pool: true, maxConnections: 1, maxMessages: Number.POSITIVE_INFINITY } as const;
  return createTransport({ ...options, tls: { rejectUnauthorized: false } });
}

function overSmtp(transport: Transporter, options: ImportOptions): Deliver {
  return async ({ source, sender }) => {
    const envelope = envelopeOf(source, sender, options.to);
    if (envelope.to.length === 0) throw new Refused("it names no recipient; --to gives one.");
    try {
      await transport.sendMail({ envelope, raw: source });
    } catch (error) {
      if ((error as { responseCode?: number }).responseCode !== undefined) throw new Refused((error as Error).message);
      throw error;
    }
  };
}

function envelopeOf(source: Buffer, sender: string, to: readonly string[]) {
  const block = scanHeaderBlock(source, 0);
  const named = (key: string) => addressesOf(source, block, key).flatMap(({ address }) => address || []);
  return {
    from: sender || named("return-path")[0] || named("from")[0] || "",
    to: to.length > 0 ? [...to] : [...new Set(["to", "cc", "bcc"].flatMap(named))],
    use8BitMime: source.some((byte) => byte > 127),
  };
}

/** A ring that is smaller than what was put into it has not kept it. */
async function tellLimit(client: Client, imported: number): Promise<void> {
  const { limits } = await client.getInfo().catch((error: unknown) => {
    throw explain(error);
  });
  if (imported <= limits.messages) return;
  process.stderr.write(
    `mailglass: the server keeps the newest ${limits.messages}; start it with --max-messages ${imported} to keep all.\n`,
  );
}

function explain(error: unknown): unknown {
  if (error instanceof MboxError) return new ConfigError(`The mbox cannot be read: ${error.message}.`);
  return explainApi(error);
}
