import { JobError } from "../../mail/worker/job-error.ts";
import type { MailWorker } from "../../mail/worker/mail-worker.ts";
import type { Mailbox, MessageHandle } from "../../mailbox/mailbox.ts";
import { sift } from "../sift.ts";
import { isInEnvelope, isInSource, type Search } from "./search-source.ts";
import { searchJob } from "./worker-jobs.ts";

/** Bytes of a source that is searched on the main thread. */
const MAX_DIRECT_BYTES = 64 * 1024;

/** Messages that a search finds, newest first. Large ones are searched in the worker. */
export function searchMessages(
  mailbox: Mailbox,
  worker: MailWorker,
  search: Search,
): Promise<readonly MessageHandle[]> {
  return sift(mailbox.handles(), (message) => {
    if (isInEnvelope(message.envelope, search)) return true;
    const read = message.size > MAX_DIRECT_BYTES ? undefined : message.readLight();
    return read === undefined ? searchElsewhere(message, worker, search) : isInSource(read, search);
  });
}

/** A message that cannot be searched, as one that takes too long, is not found. */
async function searchElsewhere(message: MessageHandle, worker: MailWorker, search: Search): Promise<boolean> {
  const opened = message.open();
  if (opened === undefined) return false;
  try {
    return await worker.run(searchJob, opened, search);
  } catch (error) {
    if (error instanceof JobError) return false;
    throw error;
  }
}
