import { parentPort, workerData } from "node:worker_threads";
import { serveStore } from "../../src/store/serve-store.ts";
import type { StoreRequest, StoreWorkerData } from "../../src/store/worker-protocol.ts";

/*
 * A store's worker thread that ends, as if it had crashed, when the fault rule `exit` is removed: before anything of that commit is
 * written; or, for the rule `exit-written`, after it was written and before that is answered.
 */

const isRemoved = (request: StoreRequest, id: string): boolean =>
  request.type === "commit" &&
  request.changes.some((change) => change.type === "faults-removed" && change.ids.includes(id));

if (parentPort !== null) {
  const port = parentPort;
  const answer = port.postMessage.bind(port);
  port.on("message", (request: StoreRequest) => {
    if (isRemoved(request, "exit")) process.exit(1);
    port.postMessage = isRemoved(request, "exit-written") ? () => process.exit(1) : answer;
  });
  serveStore(port, workerData as StoreWorkerData);
}
