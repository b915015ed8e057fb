import type { Chunks } from "../mail/chunks.ts";

/** A file in a zip. */
export interface ZipFile {
  readonly name: string;
  readonly date: Date;
  readonly chunks: Chunks;
}

/** Bytes that are added at a time. */
const PIECE_BYTES = 64 * 1024;

/** Creates a zip file, uncompressed, as fast as it is read. Only one of the files is in memory at a time. */
export async function* createZip(files: AsyncIterable<ZipFile>): AsyncGenerator<Uint8Array> {
  const { makeZip } = await import("client-zip");
  yield* makeZip(toZipInput(files));
}

async function* toZipInput(files: AsyncIterable<ZipFile>) {
  for await (const { name, date, chunks } of files) yield { name, lastModified: date, input: splitChunks(chunks) };
}

async function* splitChunks(chunks: Chunks): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}
