import { hasCheapEncodings, hasCheapHeader, hasCheapText } from "./estimate-work.ts";
import { cacheView, type Mail } from "./mail.ts";
import { ParsedMail, parseMail } from "./parsed-mail.ts";
import { ScanLimitError } from "./scan-limits.ts";

/** Bytes of each body that a row is made from. */
const ROW_BODY_BYTES = 64 * 1024;
/** Bytes of all bodies together that a row is made from on the main thread. */
const MAX_DIRECT_BODY_BYTES = 512 * 1024;
/** What a message may have at most to be read on the main thread. Reading so much costs less than 10 ms. */
const MAX_ENTITIES = 200;
const MAX_FIELDS = 1_000;
const MAX_HEADER_BYTES = 32 * 1024;
const MAX_ENCODED_BYTES = 256 * 1024;
/** Milliseconds that the scan of its structure may take. 25 MB of base64 take 5. */
const SCAN_TIMEOUT_MS = 8;

/**
 * Reads a mail for its row and its search index, if that costs no more than the main thread can spare; undefined
 * otherwise. The limits decide only where a mail is read, not what is found: `readRow` finds the same in a worker.
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
      countBodyBytes(parsed) <= MAX_DIRECT_BODY_BYTES && hasCheapHeader(parsed) && hasCheapEncodings(parsed);
    return isCheap ? parsed : undefined;
  } catch (error) {
    if (error instanceof ScanLimitError) return undefined;
    throw error;
  }
}

/** Bytes of a source that is opened on the main thread at most. */
export const MAX_CHEAP_SOURCE_BYTES = 1024 * 1024;
/** Bytes of the text of such a source. */
const MAX_CHEAP_TEXT_BYTES = 64 * 1024;
/** Recipients of its envelope. */
const MAX_CHEAP_RECIPIENTS = 1_000;

/** Whether all that is shown of a mail can be found on the main thread, at a cost of less than 20 ms. */
export const isCheapToOpen: (mail: Mail) => boolean = cacheView((mail) => {
  if (mail.raw().length > MAX_CHEAP_SOURCE_BYTES || mail.envelope.to.length > MAX_CHEAP_RECIPIENTS) return false;
  const ofRow = parseIfCheap(mail);
  if (ofRow === undefined || countTextBytes(ofRow) > MAX_CHEAP_TEXT_BYTES) return false;
  const parsed = parseMail(mail);
  return hasCheapEncodings(parsed) && hasCheapText(parsed);
});

/** Bytes of the text of a mail, as they were sent. */
export function countTextBytes({ content }: ParsedMail): number {
  return [...content.text, ...content.html].reduce(
    (sum, { kind, entity }) => (kind === "note" ? sum : sum + entity.end - entity.bodyStart),
    0,
  );
}

/** Reads a mail for its row and its search index, whatever that costs. */
export function parseForRow(mail: Mail): ParsedMail {
  return new ParsedMail(mail, ROW_BODY_BYTES);
}

/** Bytes of the source from which the row of a mail is made that could not be read in time. */
export const PREVIEW_BYTES = 16 * 1024;

/** Reads the beginning of a mail as if it were all. */
export function parseBeginning(mail: Mail): ParsedMail {
  const raw = mail.raw().subarray(0, PREVIEW_BYTES);
  return parseForRow({ raw: () => raw, envelope: mail.envelope });
}

function countBodyBytes({ tree }: ParsedMail): number {
  return tree.entities
    .filter(({ children }) => children.length === 0)
    .reduce((sum, { bodyStart: body, end }) => sum + Math.min(end - body, ROW_BODY_BYTES), 0);
}
