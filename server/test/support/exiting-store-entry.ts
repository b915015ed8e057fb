import { parentPort, workerData } from "node:worker_threads";
import { serveStore } from "../../src/store/serve-store.ts";
import type { StoreRequest, StoreWorkerData } from "../../src/store/worker-protocol.ts";

/* A store's worker thread that ends, as if it had crashed, when the fault rule `exit` is removed. */

parentPort?.on("message", (request: StoreRequest) => {
  if (request.type !== "commit") return;
  if (request.changes.some((change) => change.type === "faults-removed" && change.ids.includes("exit")))
    process.exit(1);
});
if (parentPort !== null) serveStore(parentPort, workerData as StoreWorkerData);
