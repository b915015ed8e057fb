import { type MessagePort, parentPort } from "node:worker_threads";
import type { Mail } from "../mail.ts";
import { ViewCache } from "../view-cache.ts";
import type { AnyJob } from "./job.ts";
import { estimateBytes, listTransferables } from "./result-size.ts";
import type { JobRequest, WorkerMessage } from "./worker-protocol.ts";

/**
 * Runs in the worker thread: answers each request of the main thread with the result of the named job. Sources are kept
 * until the main thread drops them (unless they are transient), so that consecutive jobs on a message share its bytes and views.
 *
 * @param port the channel to the main thread; null on the main thread itself
 * @throws {Error} if called on the main thread
 */
export function serveJobs(jobs: readonly AnyJob[], port: MessagePort | null = parentPort): void {
  if (port === null) throw new Error("This file runs as a worker thread only");
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const sources = new Map<string, Mail>();
  const viewCache = new ViewCache();

  const send = (message: WorkerMessage, transferred: ArrayBuffer[] = []) => port.postMessage(message, transferred);

  const runJob = async ({ job, params }: JobRequest, mail: Mail | undefined): Promise<unknown> => {
    const registered = byName.get(job);
    if (registered === undefined || mail === undefined)
      throw new Error(`The worker has no job ${job}, or not its message`);
    const run = await registered.load();
    // The types on the main thread guarantee that these are the parameters of this job.
    return run(mail, params as never, { isOnMainThread: false });
  };

  const mailOf = ({ source, sourceId, isTransient }: JobRequest): Mail | undefined => {
    if (source === undefined) return sources.get(sourceId);
    const { raw: memory, ...arrival } = source;
    const raw = Buffer.from(memory);
    const mail = { raw: () => raw, ...arrival, viewCache: isTransient ? new ViewCache() : viewCache };
    if (!isTransient) sources.set(sourceId, mail);
    return mail;
  };

  port.on("message", (request: JobRequest) => {
    for (const id of request.dropped) {
      const mail = sources.get(id);
      if (mail !== undefined) viewCache.drop(mail);
      sources.delete(id);
    }
    runJob(request, mailOf(request)).then(
      (result) => send({ type: "done", result, bytes: estimateBytes(result) }, listTransferables(result)),
      (error: unknown) => send({ type: "failed", error }),
    );
  });
  send({ type: "ready" });
}
