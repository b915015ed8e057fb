import { JobError } from "../../mail/worker/job-error.ts";
import type { MailWorker } from "../../mail/worker/mail-worker.ts";
import type { Mailbox, MessageHandle } from "../../mailbox/mailbox.ts";
import { filterInSlices } from "../filter-in-slices.ts";
import { type MailHogSearch, matchesEnvelope, matchesSource } from "./match-search.ts";
import { searchJob } from "./worker-jobs.ts";

/** Maximum bytes of a source that is searched on the main thread. */
const MAX_DIRECT_SOURCE_BYTES = 64 * 1024;

/** Returns the messages that match a search, newest first. Large ones are searched in the worker thread. */
export function searchMessages(
  mailbox: Mailbox,
  worker: MailWorker,
  search: MailHogSearch,
): Promise<readonly MessageHandle[]> {
  return filterInSlices(mailbox.handles(), (message) => {
    if (matchesEnvelope(message.envelope, search)) return true;
    const found =
      message.size > MAX_DIRECT_SOURCE_BYTES
        ? undefined
        : message.readIfCheap((parsed) => matchesSource(parsed, search));
    return found ?? searchInWorker(message, worker, search);
  });
}

/** A message that cannot be searched, for example because it takes too long, does not match. */
async function searchInWorker(message: MessageHandle, worker: MailWorker, search: MailHogSearch): Promise<boolean> {
  const opened = message.open();
  if (opened === undefined) return false;
  try {
    return await worker.run(searchJob, opened, search);
  } catch (error) {
    if (error instanceof JobError) return false;
    throw error;
  }
}
