import { parentPort, workerData } from "node:worker_threads";
import { serveStore } from "../store/serve-store.ts";
import type { StoreWorkerData } from "../store/worker-protocol.ts";

/* Entry point of the worker thread that writes the store. */

if (parentPort !== null) serveStore(parentPort, workerData as StoreWorkerData);
