import { hasCheapEncodings, hasCheapHeader, hasCheapSignatures, hasCheapText } from "./estimate-work.ts";
import { cacheView, type Mail } from "./mail.ts";
import { ParsedMail, parseMail } from "./parsed-mail.ts";
import { ScanLimitError } from "./scan-limits.ts";

/** Maximum bytes of each body that are read for a row. */
const ROW_BODY_BYTES = 64 * 1024;
/** Maximum bytes of all bodies together that are read for a row on the main thread. */
const MAX_DIRECT_BODY_BYTES = 512 * 1024;
/** Limits within which a message is read on the main thread. Reading that much takes less than 10 ms. */
const MAX_ENTITIES = 200;
const MAX_FIELDS = 1_000;
const MAX_HEADER_BYTES = 32 * 1024;
const MAX_ENCODED_BYTES = 256 * 1024;
/** Maximum size of a signed body that is hashed. */
const MAX_HASHED_BYTES = 128 * 1024;
/** Time limit for the scan of the structure. 25 MB of base64 take 5 ms. */
const SCAN_TIMEOUT_MS = 8;

/**
 * Reads a mail for its row and its search index if that takes less than 20 ms; otherwise returns undefined.
 * The limits decide only where a mail is read, not what is found: `readRow` finds the same in a worker.
 */
export function parseIfCheap(mail: Mail): ParsedMail | undefined {
  try {
    const parsed = new ParsedMail(mail, ROW_BODY_BYTES, {
      entities: MAX_ENTITIES,
      fields: MAX_FIELDS,
      headerBytes: MAX_HEADER_BYTES,
      encodedBytes: MAX_ENCODED_BYTES,
      deadline: performance.now() + SCAN_TIMEOUT_MS,
    });
    const isCheap =
      countBodyBytes(parsed) <= MAX_DIRECT_BODY_BYTES &&
      hasCheapHeader(parsed) &&
      hasCheapEncodings(parsed) &&
      hasCheapSignatures(parsed, MAX_HASHED_BYTES);
    return isCheap ? parsed : undefined;
  } catch (error) {
    if (error instanceof ScanLimitError) return undefined;
    throw error;
  }
}

/** Maximum size of a source that is opened on the main thread, in bytes. */
export const MAX_CHEAP_SOURCE_BYTES = 1024 * 1024;
/** Maximum size of the text of such a source, in bytes. */
const MAX_CHEAP_TEXT_BYTES = 64 * 1024;
/** Maximum size of its body if it is signed: a body hash that does not match is explained by hashing a dozen forms of the body. */
const MAX_CHEAP_HASHED_BYTES = 16 * 1024;
/** Maximum number of recipients in its envelope. */
const MAX_CHEAP_RECIPIENTS = 1_000;

/** Whether all views of a mail can be computed on the main thread in less than 20 ms. */
export const isCheapToOpen: (mail: Mail) => boolean = cacheView((mail) => {
  if (mail.raw().length > MAX_CHEAP_SOURCE_BYTES || mail.envelope.to.length > MAX_CHEAP_RECIPIENTS) return false;
  const ofRow = parseIfCheap(mail);
  if (ofRow === undefined || countTextBytes(ofRow) > MAX_CHEAP_TEXT_BYTES) return false;
  const parsed = parseMail(mail);
  return hasCheapEncodings(parsed) && hasCheapText(parsed) && hasCheapSignatures(parsed, MAX_CHEAP_HASHED_BYTES);
});

/** Maximum bytes of HTML that is checked on the main thread: checking takes several times as long as reading. */
const MAX_CHECKED_HTML_BYTES = 16 * 1024;

/** Whether the HTML of a mail that is cheap to open is also cheap to check. */
export function hasLittleHtml(mail: Mail): boolean {
  const { content } = parseMail(mail);
  return content.html.reduce((sum, { entity }) => sum + entity.end - entity.bodyStart, 0) <= MAX_CHECKED_HTML_BYTES;
}

/** Counts the bytes of a mail's text, as sent. */
export function countTextBytes({ content }: ParsedMail): number {
  return [...content.text, ...content.html].reduce(
    (sum, { kind, entity }) => (kind === "note" ? sum : sum + entity.end - entity.bodyStart),
    0,
  );
}

/** Reads a mail for its row and its search index without a limit on time. For use in the worker. */
export function parseForRow(mail: Mail): ParsedMail {
  return new ParsedMail(mail, ROW_BODY_BYTES);
}

/** Bytes of the source that are read for a partial row: the row of a mail that could not be read in time. */
export const PREVIEW_BYTES = 16 * 1024;

/** Reads the beginning of a mail as if it were the whole mail. */
export function parseBeginning(mail: Mail): ParsedMail {
  const raw = mail.raw().subarray(0, PREVIEW_BYTES);
  return new ParsedMail({ ...mail, raw: () => raw, viewCache: undefined }, ROW_BODY_BYTES, undefined, true);
}

function countBodyBytes({ tree }: ParsedMail): number {
  return tree.entities
    .filter(({ children }) => children.length === 0)
    .reduce((sum, { bodyStart: body, end }) => sum + Math.min(end - body, ROW_BODY_BYTES), 0);
}
