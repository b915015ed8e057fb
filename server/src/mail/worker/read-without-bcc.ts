import { type Chunks, sliceChunks } from "../chunks.ts";
import type { JobSource } from "./job.ts";
import type { MailWorker } from "./mail-worker.ts";
import { runCheaply } from "./run-cheaply.ts";
import { withoutBccJob } from "./view-jobs.ts";

/** Returns the source without its Bcc fields, which would reveal hidden recipients. The bytes are not copied. */
export async function readWithoutBcc(worker: MailWorker, message: JobSource, signal?: AbortSignal): Promise<Chunks> {
  const ranges = await runCheaply(worker, withoutBccJob, message, null, signal);
  return ranges.flatMap(({ start, end }) => sliceChunks(message.chunks(), start, end));
}
