/**
 * Loaded into a server under test by `--import`: measures every millisecond what blocks its event loop. Long blocks
 * are recorded for the end of the run, and the worst one is given to a parent process that asks for it.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type EventLoopBlock, EventLoopMonitor } from "../../src/app/event-loop/monitor.ts";
import { recordBlock } from "./blocks.ts";

let worst: EventLoopBlock | undefined;

const monitor = new EventLoopMonitor({
  intervalMs: 1,
  thresholdMs: 1,
  onBlock(block) {
    if (worst === undefined || block.cpuMs > worst.cpuMs) worst = block;
    recordBlock(block);
  },
});

subscribe("http.server.request.start", (message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  if (request.headers.upgrade !== undefined) return;
  monitor.activities.requestStarted(request);
  response.once("close", () => monitor.activities.requestEnded(request));
});

/** Milliseconds after which a block that has just ended is measured. */
const MEASURED = 4;

process.on("message", (question) => {
  if (question !== "worst block?") return;
  setTimeout(() => {
    process.send?.({ worstBlock: worst ?? null });
    worst = undefined;
  }, MEASURED);
});
process.channel?.unref();

/** Measuring begins with the first connection: the start, which loads code for a second, blocks no client. */
function startOnce(): void {
  unsubscribe("net.server.socket", startOnce);
  monitor.start();
}
subscribe("net.server.socket", startOnce);
