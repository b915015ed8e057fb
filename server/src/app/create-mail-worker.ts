import type { Log } from "../base/log.ts";
import { MailWorker } from "../mail/worker/mail-worker.ts";

/** In the sources, and in the bundle under the name that `bundle.mjs` gives it. */
const WORKER_ENTRY = import.meta.url.endsWith(".ts") ? "./mail-worker-entry.ts" : "./mail-worker-entry.mjs";

/** Creates the worker thread of one server. `heapBytes` is the limit of its heap; `beforeJob` is called before each of its jobs. */
export function createMailWorker(log: Log, heapBytes: number, beforeJob?: (sourceBytes: number) => void): MailWorker {
  return new MailWorker({
    entry: new URL(WORKER_ENTRY, import.meta.url),
    beforeJob,
    limits: { heapMiB: Math.trunc(heapBytes / 1024 ** 2) },
    onUnavailable: (error) =>
      log.warn({ err: error }, "the worker thread cannot start: reading large messages will delay other requests"),
  });
}
