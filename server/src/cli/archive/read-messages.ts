import { createReadStream, type Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isSeparatorLine, MboxError, type MboxKind, readMbox } from "../../mail/archive/mbox-reader.ts";

/** A message read from an archive. */
export interface ArchivedMessage {
  readonly source: Buffer;
  /** Reverse-path, or empty if the archive does not record it. */
  readonly sender: string;
  readonly read: boolean;
}

/** What reading the files comes to, step by step: a message, or why the rest of a file cannot be read. */
export type ReadStep = {
  /** The path of the file, with the number of the message in an mbox. */
  readonly name: string;
  /** Bytes of all files up to here. */
  readonly position: number;
} & ({ readonly message: ArchivedMessage } | { readonly failure: string });

/** A file that contains one message, or an mbox. */
export interface MailFile {
  readonly path: string;
  readonly size: number;
}

/** A larger file is not one message. */
const MAX_MESSAGE_BYTES = 256 * 1024 ** 2;

/**
 * Returns the files that a path stands for: the file itself, the messages of a Maildir in the order of their names,
 * or all .eml and .mbox files below a folder.
 */
export async function findMailFiles(path: string): Promise<MailFile[]> {
  const stats = await stat(path);
  if (!stats.isDirectory()) return [{ path, size: stats.size }];
  const names = await readdir(path);
  if (names.includes("cur") && names.includes("new")) return listMaildir(path);
  const all = await readdir(path, { recursive: true, withFileTypes: true });
  const mails = all.filter((entry) => mayBeFile(entry) && /\.(eml|mbox)$/i.test(entry.name));
  return Promise.all(
    mails
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map(statFile),
  );
}

/** The messages of the files, one after the other. A file that cannot be read does not keep the others from being read. */
export async function* readMessages(files: readonly MailFile[], kind: MboxKind): AsyncGenerator<ReadStep> {
  let before = 0;
  for (const { path, size } of files) {
    try {
      if (await isMbox(path)) yield* readMboxFile(path, kind, before);
      else {
        const message = { source: await readFile(path), sender: "", read: hasSeenFlag(path) };
        yield { name: path, position: before + size, message };
      }
    } catch (error) {
      yield { name: path, position: before + size, failure: explainReadError(error) };
    }
    before += size;
  }
}

async function* readMboxFile(path: string, kind: MboxKind, before: number): AsyncGenerator<ReadStep> {
  const chunks = createReadStream(path) as AsyncIterable<Buffer>;
  let count = 0;
  for await (const { source, sender, end } of readMbox(chunks, kind, MAX_MESSAGE_BYTES)) {
    yield { name: `${path}, message ${++count}`, position: before + end, message: { source, sender, read: false } };
  }
}

/** @throws {unknown} what is neither the file's fault nor the system's */
function explainReadError(error: unknown): string {
  if (error instanceof MboxError) return `${error.message}.`;
  if (error instanceof Error && "code" in error) return `it cannot be read (${String(error.code)}).`;
  throw error;
}

async function listMaildir(path: string): Promise<MailFile[]> {
  const folders = ["cur", "new"].map(async (folder) =>
    (await readdir(join(path, folder), { withFileTypes: true }))
      .filter(mayBeFile)
      .map(({ name }) => join(path, folder, name)),
  );
  const files = (await Promise.all(folders)).flat();
  // File names begin with the delivery time in both folders.
  return Promise.all(files.sort((a, b) => (basename(a) < basename(b) ? -1 : 1)).map(statFile));
}

/** Reading a named pipe would wait for a program that writes to it. */
const mayBeFile = (entry: Dirent): boolean => entry.isFile() || entry.isSymbolicLink();

/** A file whose size cannot be read is kept, so that reading it says why. */
async function statFile(path: string): Promise<MailFile> {
  const stats = await stat(path).catch(() => undefined);
  return { path, size: stats?.size ?? 0 };
}

/** The flags of a Maildir message are at the end of its file name; S means seen. */
const hasSeenFlag = (path: string): boolean =>
  basename(dirname(path)) === "cur" && /:2,[A-Za-z]*S[A-Za-z]*$/.test(path);

/** Bytes of a file in which the end of its first line is looked for. */
const MAX_SEPARATOR_BYTES = 1_000;

/** Any file that begins with a separator line is an mbox. `From jo@example.com` alone is none: programs write it above single messages. */
async function isMbox(path: string): Promise<boolean> {
  if (/\.mbox$/i.test(path)) return true;
  for await (const chunk of createReadStream(path, { end: MAX_SEPARATOR_BYTES - 1 })) {
    const start = chunk as Buffer;
    const lineEnd = start.indexOf("\n");
    return lineEnd >= 0 && isSeparatorLine(start.subarray(0, lineEnd));
  }
  return false;
}
