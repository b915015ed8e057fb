import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type MboxKind, readMbox } from "./mbox-reader.ts";

/** A message read from an archive. */
export interface ArchivedMessage {
  readonly source: Buffer;
  /** Reverse-path, or empty if the archive does not record it. */
  readonly sender: string;
  readonly read: boolean;
  /** Bytes of all files read so far. */
  readonly position: number;
}

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
  if (!(await stat(path)).isDirectory()) return [await statFile(path)];
  const names = await readdir(path);
  if (names.includes("cur") && names.includes("new")) return listMaildir(path);
  const all = await readdir(path, { recursive: true, withFileTypes: true });
  const mails = all.filter((entry) => entry.isFile() && /\.(eml|mbox)$/i.test(entry.name));
  return Promise.all(
    mails
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map(statFile),
  );
}

/** Yields the messages of the files in order. */
export async function* readMessages(files: readonly MailFile[], kind: MboxKind): AsyncGenerator<ArchivedMessage> {
  let before = 0;
  for (const { path, size } of files) {
    if (await isMbox(path)) {
      const chunks = createReadStream(path) as AsyncIterable<Buffer>;
      for await (const { source, sender, end } of readMbox(chunks, kind, MAX_MESSAGE_BYTES)) {
        yield { source, sender, read: false, position: before + end };
      }
    } else {
      yield { source: await readFile(path), sender: "", read: hasSeenFlag(path), position: before + size };
    }
    before += size;
  }
}

/** Converts a message that has only bare LF line ends, as archives store them, to CRLF. */
export function toCrlf(source: Buffer): Buffer {
  if (source.includes("\r\n")) return source;
  return Buffer.from(source.toString("latin1").replaceAll("\n", "\r\n"), "latin1");
}

async function listMaildir(path: string): Promise<MailFile[]> {
  const folders = ["cur", "new"].map(async (folder) =>
    (await readdir(join(path, folder))).map((name) => join(path, folder, name)),
  );
  const files = (await Promise.all(folders)).flat();
  // File names begin with the delivery time in both folders.
  return Promise.all(files.sort((a, b) => (basename(a) < basename(b) ? -1 : 1)).map(statFile));
}

const statFile = async (path: string): Promise<MailFile> => ({ path, size: (await stat(path)).size });

/** The flags of a Maildir message are at the end of its file name; S means seen. */
const hasSeenFlag = (path: string): boolean =>
  basename(dirname(path)) === "cur" && /:2,[A-Za-z]*S[A-Za-z]*$/.test(path);

async function isMbox(path: string): Promise<boolean> {
  if (/\.mbox$/i.test(path)) return true;
  for await (const chunk of createReadStream(path, { end: 4 })) return (chunk as Buffer).toString("latin1") === "From ";
  return false;
}
