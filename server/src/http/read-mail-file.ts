import { ByteBuilder } from "../mail/archive/byte-builder.ts";
import { isSeparatorLine, MboxError, MboxParser } from "../mail/archive/mbox-reader.ts";
import { toCrlf } from "../mail/archive/to-crlf.ts";
import { readHeaderEnvelope } from "../mail/header-envelope.ts";
import { UnreadableRequestError } from "../request/unreadable-request.ts";

/** A message of a file: where its bytes are in `bytes`, and the addresses of its envelope. */
interface FileMessage {
  readonly start: number;
  readonly end: number;
  readonly from: string;
  readonly to: readonly string[];
}

/** The messages of a file. All of them are in one piece of memory, which moves between threads without a copy. */
export interface FileMessages {
  readonly bytes: Uint8Array;
  readonly messages: readonly FileMessage[];
}

/** Bytes of a file in which the end of its first line is looked for. */
const MAX_SEPARATOR_BYTES = 1_000;

/**
 * Reads the messages of an mbox file (mboxrd), or the only one of an .eml file. Lines that end with a bare LF get a CRLF.
 *
 * @param maxBytes maximum size of a message
 * @throws {UnreadableRequestError} if there is no message, or one is too large
 */
export function readMailFile(file: Buffer, maxBytes: number): FileMessages {
  const read = new ByteBuilder();
  const messages: FileMessage[] = [];
  const add = (source: Buffer, sender: string) => {
    const whole = toCrlf(source);
    if (whole.length > maxBytes)
      throw new UnreadableRequestError(`A message is ${whole.length} bytes; the limit is ${maxBytes}.`, {
        statusCode: 413,
      });
    const { from, to } = readHeaderEnvelope(whole);
    const start = read.length;
    read.add(whole);
    messages.push({ start, end: read.length, from: sender === "" ? from : sender, to });
  };
  try {
    if (isMbox(file)) {
      const parser = new MboxParser("mboxrd", maxBytes);
      for (const { source, sender } of parser.read(file)) add(source, sender);
      for (const { source, sender } of parser.end()) add(source, sender);
    } else if (file.length > 0) add(file, "");
  } catch (error) {
    if (error instanceof MboxError) throw new UnreadableRequestError(`The mbox file cannot be read: ${error.message}.`);
    throw error;
  }
  if (messages.length === 0) throw new UnreadableRequestError("The file has no message.");
  return { bytes: read.copy(), messages };
}

/** `From jo@example.com` alone does not begin an mbox: programs write it above single messages. */
function isMbox(file: Buffer): boolean {
  const lineEnd = file.subarray(0, MAX_SEPARATOR_BYTES).indexOf("\n");
  return lineEnd >= 0 && isSeparatorLine(file.subarray(0, lineEnd));
}
