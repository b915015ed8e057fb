import { isCheapToOpen, MAX_CHEAP_SOURCE_BYTES } from "../parse-for-row.ts";
import type { Job, JobSource } from "./job.ts";
import { loadReaders } from "./load-readers.ts";
import type { MailWorker } from "./mail-worker.ts";

/** Runs a job on the main thread if the message is cheap to open, as nearly all are; otherwise in the worker. */
export async function runCheaply<Params, Result>(
  worker: MailWorker,
  job: Job<Params, Result>,
  source: JobSource,
  params: Params,
  signal?: AbortSignal,
): Promise<Result> {
  if (source.size > MAX_CHEAP_SOURCE_BYTES) return worker.run(job, source, params, signal);
  await loadReaders();
  const mail = source.mail();
  if (!isCheapToOpen(mail) || job.isCheap?.(mail, params) === false) return worker.run(job, source, params, signal);
  const run = await job.load();
  return run(mail, params, { isOnMainThread: true });
}
