import { textEntities } from "./entities.ts";
import { type Mail, view } from "./mail.ts";
import { ScanLimitError } from "./mime-tree.ts";
import { Reading } from "./reading.ts";

/** Bytes of each body that a row is made from. */
const ROW_BODY_BYTES = 64 * 1024;
/** Bytes of all bodies together that a row is made from on the main thread. */
const ROW_BYTES = 512 * 1024;
/** What a message may have at most to be read on the main thread. Reading so much costs less than 10 ms. */
const MAX_ENTITIES = 200;
const MAX_FIELDS = 1_000;
const MAX_HEADER_BYTES = 32 * 1024;
/** Milliseconds that the scan of its structure may take. 25 MB of base64 take 5. */
const SCAN_TIME = 8;

/**
 * Reads a mail for its row and its search index, if that costs no more than the main thread can spare; undefined
 * otherwise. The limits decide only where a mail is read, not what is found: `readRow` finds the same in a worker.
 */
export function readLight(mail: Mail): Reading | undefined {
  try {
    const read = new Reading(mail, ROW_BODY_BYTES, {
      entities: MAX_ENTITIES,
      fields: MAX_FIELDS,
      headerBytes: MAX_HEADER_BYTES,
      deadline: performance.now() + SCAN_TIME,
    });
    return bodyBytes(read) <= ROW_BYTES ? read : undefined;
  } catch (error) {
    if (error instanceof ScanLimitError) return undefined;
    throw error;
  }
}

/** Bytes of a source, and of its text, that are opened on the main thread. */
const MAX_OPENED_BYTES = 1024 * 1024;
const MAX_OPENED_TEXT = 64 * 1024;

/** Whether all that is shown of a mail can be found on the main thread, at a cost of less than 20 ms. */
export const isCheapToOpen: (mail: Mail) => boolean = view((mail) => {
  if (mail.raw().length > MAX_OPENED_BYTES) return false;
  const read = readLight(mail);
  return read !== undefined && textBytes(read) <= MAX_OPENED_TEXT;
});

/** Bytes of the text of a mail, as they were sent. */
export function textBytes({ tree }: Reading): number {
  const texts = [...textEntities(tree.entities, "text/plain"), ...textEntities(tree.entities, "text/html")];
  return texts.reduce((sum, { body, end }) => sum + end - body, 0);
}

/** Reads a mail for its row and its search index, whatever that costs. */
export function readRow(mail: Mail): Reading {
  return new Reading(mail, ROW_BODY_BYTES);
}

/** Bytes of the source from which the row of a mail is made that could not be read in time. */
const PREVIEW_BYTES = 16 * 1024;

/** Reads the beginning of a mail as if it were all. */
export function readBeginning(mail: Mail): Reading {
  const raw = mail.raw().subarray(0, PREVIEW_BYTES);
  return readRow({ raw: () => raw, envelope: mail.envelope });
}

function bodyBytes({ tree }: Reading): number {
  return tree.entities
    .filter(({ children }) => children.length === 0)
    .reduce((sum, { body, end }) => sum + Math.min(end - body, ROW_BODY_BYTES), 0);
}
