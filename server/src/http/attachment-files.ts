import type { Attachment } from "@mailglass/shared";
import { ArchiveNames } from "../mail/archive/archive-names.ts";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import { runCheaply } from "../mail/worker/run-cheaply.ts";
import { partJob } from "../mail/worker/view-jobs.ts";
import type { StoredMessage } from "../mailbox/mailbox.ts";
import type { ZipFile } from "./create-zip.ts";

/** Yields the attachments of a message as files, one at a time. A file without a name of its own begins with “unnamed”. */
export async function* listAttachmentFiles(
  worker: MailWorker,
  message: StoredMessage,
  attachments: readonly Attachment[],
  signal: AbortSignal,
): AsyncGenerator<ZipFile> {
  const names = new ArchiveNames();
  const date = new Date(message.receivedAt);
  for (const { part: number, filename, isNameGenerated } of attachments) {
    const found = await runCheaply(worker, partJob, message, { number }, signal);
    if (found === null) continue;
    const name = names.add(isNameGenerated ? `unnamed-${filename}` : filename, `unnamed-part-${number}`);
    yield { name, date, chunks: [found.bytes] };
  }
}
