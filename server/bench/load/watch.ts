/**
 * Watches a mailbox from a separate process, as pages do: by WebSockets of the stream, and by reading the list.
 * Prints `ready`, and on SIGTERM what it received. Arguments: a JSON of {@link WatchOptions}.
 */
import { WebSocket } from "ws";
import { fetchPage } from "./http.ts";

export interface WatchOptions {
  readonly port: number;
  readonly watchers: number;
  /** How many of these do not read until the end. */
  readonly sleeping: number;
  /** Time between two reads of the list, in ms. */
  readonly listIntervalMs: number;
}

export interface WatchResult {
  readonly frames: number;
  readonly bytes: number;
  readonly resyncs: number;
  /** Resyncs that paused listeners received after they continued. */
  readonly sleepersResyncs: number;
  /** Duration of each read of the list, in ms. */
  readonly list: readonly number[];
}

const options = JSON.parse(process.argv[2] ?? "{}") as WatchOptions;
const seen = { frames: 0, bytes: 0, resyncs: 0, sleepersResyncs: 0 };
const list: number[] = [];

const sleepingSockets: WebSocket[] = [];
for (let number = 0; number < options.watchers; number++) {
  const socket = new WebSocket(`ws://127.0.0.1:${options.port}/api/stream`);
  const sleeps = number < options.sleeping;
  socket.on("message", (data: Buffer) => {
    seen.frames++;
    seen.bytes += data.length;
    // Does as little as possible with a frame, to leave the CPU to the server.
    if (data.indexOf('"type":"resync"') !== -1) seen[sleeps ? "sleepersResyncs" : "resyncs"]++;
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  if (sleeps) sleepingSockets.push(socket);
}
for (const socket of sleepingSockets) socket.pause();

const listTimer = setInterval(() => {
  const started = performance.now();
  void fetchPage(options.port, "/api/messages?limit=50").then(() => list.push(performance.now() - started));
}, options.listIntervalMs);

process.once("SIGTERM", () => {
  clearInterval(listTimer);
  for (const socket of sleepingSockets) socket.resume();
  const wait = sleepingSockets.length > 0 ? 1500 : 0; // time to catch up
  setTimeout(() => {
    process.stdout.write(JSON.stringify({ ...seen, list } satisfies WatchResult), () => process.exit(0));
  }, wait);
});
process.stdout.write("ready\n");
