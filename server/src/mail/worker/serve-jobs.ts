import { parentPort } from "node:worker_threads";
import type { Mail } from "../mail.ts";
import { ViewCache } from "../view-cache.ts";
import type { AnyJob } from "./job.ts";
import { estimateBytes, listTransferables } from "./result-size.ts";
import type { JobRequest, WorkerMessage } from "./worker-protocol.ts";

/**
 * Runs in the worker thread: answers each request of the main thread with the result of the named job. Sources are kept
 * until the main thread drops them, so that consecutive jobs on a message share its bytes and views.
 *
 * @throws {Error} if called on the main thread
 */
export function serveJobs(jobs: readonly AnyJob[]): void {
  const port = parentPort;
  if (port === null) throw new Error("This file runs as a worker thread only");
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const sources = new Map<string, Mail>();
  const viewCache = new ViewCache();

  const send = (message: WorkerMessage, transferred: ArrayBuffer[] = []) => port.postMessage(message, transferred);

  const runJob = async ({ job, params, sourceId }: JobRequest): Promise<unknown> => {
    const registered = byName.get(job);
    const mail = sources.get(sourceId);
    if (registered === undefined || mail === undefined)
      throw new Error(`The worker has no job ${job}, or not its message`);
    const run = await registered.load();
    // The types on the main thread guarantee that these are the parameters of this job.
    return run(mail, params as never, { isOnMainThread: false });
  };

  port.on("message", (request: JobRequest) => {
    for (const id of request.dropped) {
      const mail = sources.get(id);
      if (mail !== undefined) viewCache.drop(mail);
      sources.delete(id);
    }
    if (request.source !== undefined) {
      const { raw: memory, ...arrival } = request.source;
      const raw = Buffer.from(memory);
      sources.set(request.sourceId, { raw: () => raw, ...arrival, viewCache });
    }
    runJob(request).then(
      (result) => send({ type: "done", result, bytes: estimateBytes(result) }, listTransferables(result)),
      (error: unknown) => send({ type: "failed", error }),
    );
  });
  send({ type: "ready" });
}
