import { mkdir, open, rename, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { type CallOutput, type Client, createClient, ProblemError } from "@mailglass/shared/client";
import { Command, Option } from "commander";
import { ConfigError } from "../config/config-error.ts";
import { messageFileName } from "../mail/archive/archive-names.ts";
import { formatMboxEntry } from "../mail/archive/mbox-writer.ts";
import { createProgressBar } from "./archive/progress-bar.ts";
import { explainApiError, urlOption } from "./server-url.ts";

type Format = "eml" | "mbox" | "maildir";

interface ExportOptions {
  url: URL;
  query?: string;
  format?: Format;
}

type ListedMessage = CallOutput<"listMessages">["items"][number];

/** Destination of the exported messages. */
interface Archive {
  add(message: ListedMessage, source: Buffer): Promise<void>;
  close(): Promise<void>;
}

const EXAMPLES = `
Without --format, PATH decides: something.mbox and - become an mbox, all else a folder of .eml files.

  mailglass export caught.mbox
  mailglass export --query "to:ann has:attachment" ann/
  mailglass export - | mutt -f /dev/stdin`;

/** `mailglass export`: writes messages of a running server to files, byte for byte, oldest first. */
export function exportCommand(): Command {
  return new Command("export")
    .description("write a running server's messages to .eml, mbox or Maildir")
    .argument("<path>", "file or folder to create; - writes an mbox to standard output")
    .addOption(urlOption())
    .option("--query <query>", "export only messages that match (syntax of the page's search)")
    .addOption(new Option("--format <format>", "output format").choices(["eml", "mbox", "maildir"]))
    .addHelpText("after", EXAMPLES)
    .action((path: string, options: ExportOptions) =>
      exportAll(path, options).catch((error: unknown) => {
        throw explainApiError(error);
      }),
    );
}

async function exportAll(path: string, options: ExportOptions): Promise<void> {
  const client = createClient({ url: options.url });
  const messages = await listMatching(client, options.query);
  const archive = await createArchive(path, options.format ?? (/(^-|\.mbox)$/i.test(path) ? "mbox" : "eml"));
  const progressBar = createProgressBar(messages.length);
  let writtenCount = 0;
  try {
    for (const message of messages) {
      const source = await fetchSource(client, message.id);
      if (!source) continue;
      await archive.add(message, source);
      progressBar.update(
        ++writtenCount,
        `${writtenCount.toLocaleString("en")} of ${messages.length.toLocaleString("en")} messages`,
      );
    }
  } finally {
    progressBar.clear();
    await archive.close();
  }
  const evictedCount = messages.length - writtenCount;
  process.stderr.write(
    `${writtenCount} exported${evictedCount > 0 ? `; ${evictedCount} were deleted or evicted meanwhile` : ""}.\n`,
  );
}

/** Lists all matching messages, oldest first. */
async function listMatching(client: Client, q: string | undefined): Promise<ListedMessage[]> {
  const found: ListedMessage[] = [];
  let before: number | undefined;
  do {
    const page = await client.listMessages({ query: { q, limit: 1000, before } });
    found.push(...page.items);
    before = page.next ?? undefined;
  } while (before !== undefined);
  return found.reverse();
}

/** Fetches the source. Returns undefined if the message was deleted or evicted since it was listed. */
async function fetchSource(client: Client, id: string): Promise<Buffer | undefined> {
  try {
    return Buffer.from(await client.getRaw({ params: { id } }));
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 404) return undefined;
    throw error;
  }
}

function createArchive(path: string, format: Format): Promise<Archive> {
  switch (format) {
    case "mbox":
      return path === "-" ? createStdoutArchive() : createMboxArchive(path);
    case "maildir":
      return createMaildirArchive(path);
    case "eml":
      return createFolderArchive(path);
  }
}

async function createStdoutArchive(): Promise<Archive> {
  return {
    add: (message, source) =>
      new Promise((resolve, reject) => {
        process.stdout.write(toMboxEntry(message, source), (error) => (error ? reject(error) : resolve()));
      }),
    close: async () => {},
  };
}

async function createMboxArchive(path: string): Promise<Archive> {
  const file = await open(path, "wx").catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(
      error.code === "EEXIST" ? `${path} already exists.` : `${path} cannot be written (${error.code}).`,
    );
  });
  return {
    add: async (message, source) => {
      await file.appendFile(toMboxEntry(message, source));
    },
    close: () => file.close(),
  };
}

const toMboxEntry = (message: ListedMessage, source: Buffer): Buffer =>
  Buffer.concat([...formatMboxEntry([source], message.sender, new Date(message.receivedAt))]);

/** File names consist of our own id and the time, never of message content. */
async function createFolderArchive(path: string): Promise<Archive> {
  await mkdir(path, { recursive: true });
  return {
    add: ({ receivedAt, id }, source) => writeFile(join(path, messageFileName(receivedAt, id)), source),
    close: async () => {},
  };
}

/** Each message is written to tmp and then moved, so that a reader never sees an incomplete file. */
async function createMaildirArchive(path: string): Promise<Archive> {
  for (const folder of ["tmp", "new", "cur"]) await mkdir(join(path, folder), { recursive: true });
  const host = hostname().replace(/[^\w.-]/g, "_");
  return {
    async add({ receivedAt, id, read }, source) {
      const time = new Date(receivedAt).getTime();
      const name = `${Math.floor(time / 1000)}.M${String(time % 1000).padStart(3, "0")}Q${id}.${host}`;
      await writeFile(join(path, "tmp", name), source);
      await rename(join(path, "tmp", name), read ? join(path, "cur", `${name}:2,S`) : join(path, "new", name));
    },
    close: async () => {},
  };
}
