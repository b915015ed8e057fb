import { type Chunks, sliceChunks } from "../chunks.ts";
import type { ReleaseEdits } from "../release-edits.ts";
import type { JobSource } from "./job.ts";
import type { MailWorker } from "./mail-worker.ts";
import { runCheaply } from "./run-cheaply.ts";
import { releasedSourceJob } from "./view-jobs.ts";

/**
 * Returns the source as it is released: without its Bcc fields, which would reveal hidden recipients, and with the edits that the
 * operator has configured. All other bytes are unchanged, and not copied.
 */
export async function readReleasedSource(
  worker: MailWorker,
  message: JobSource,
  edits: ReleaseEdits,
  signal?: AbortSignal,
): Promise<Chunks> {
  const { subjectPrefix, headerFrom } = edits;
  const pieces = await runCheaply(worker, releasedSourceJob, message, { subjectPrefix, headerFrom }, signal);
  return pieces.flatMap((piece) =>
    typeof piece === "string" ? [Buffer.from(piece)] : sliceChunks(message.chunks(), piece.start, piece.end),
  );
}
