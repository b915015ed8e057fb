import type { Log } from "../base/log.ts";
import { MailWorker } from "../mail/worker/mail-worker.ts";

/** Beside the sources, and beside the bundle under the name that `bundle.mjs` gives it. */
const WORKER_ENTRY = import.meta.url.endsWith(".ts") ? "./mail-worker-entry.ts" : "./mail-worker-entry.mjs";

/** The worker thread of one server. */
export function createMailWorker(log: Log): MailWorker {
  return new MailWorker({
    entry: new URL(WORKER_ENTRY, import.meta.url),
    onUnavailable: (error) =>
      log.warn({ err: error }, "no worker thread starts: large messages delay other requests while they are read"),
  });
}
