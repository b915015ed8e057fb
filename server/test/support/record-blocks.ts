/**
 * Loaded into a server under test by `--import`: measures every millisecond what blocks its event loop. The worst
 * blocks are appended to the file that `BLOCKS_FILE` names, and given to a parent process that asks for them.
 */
import { subscribe } from "node:diagnostics_channel";
import { appendFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Block, EventLoopMonitor } from "../../src/event-loop/monitor.ts";

/** Milliseconds; what takes less is not written to the file. */
const WORTH_A_LINE = 20;
/** Lines at most, for a server that blocks at every request. */
const MAX_LINES = 1_000;

const file = process.env["BLOCKS_FILE"];
let lines = 0;
let worst: Block | undefined;

const monitor = new EventLoopMonitor({
  interval: 1,
  threshold: 1,
  onBlock(block) {
    if (worst === undefined || block.cpu > worst.cpu) worst = block;
    if (file === undefined || block.cpu < WORTH_A_LINE || ++lines > MAX_LINES) return;
    appendFileSync(file, `${JSON.stringify(block)}\n`);
  },
});

subscribe("http.server.request.start", (message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  monitor.activities.requestStarted(request);
  response.once("close", () => monitor.activities.requestEnded(request));
});

process.on("message", (question) => {
  if (question !== "worst block?") return;
  // Two timers later, so that a block that has just ended is counted.
  setTimeout(
    () =>
      setTimeout(() => {
        process.send?.({ worstBlock: worst ?? null });
        worst = undefined;
      }, 2),
    2,
  );
});
process.channel?.unref();
monitor.start();
