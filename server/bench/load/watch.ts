/**
 * Watches a mailbox from a process of its own, as pages do: WebSockets of the stream, and somebody who reads the list.
 * Says `ready`, and on SIGTERM what it saw. Arguments: a JSON of {@link Watch}.
 */
import { WebSocket } from "ws";
import { fetchPage } from "./http.ts";

export interface Watch {
  readonly port: number;
  readonly watchers: number;
  /** Of these, how many do not read what they are sent until the end. */
  readonly asleep: number;
  /** Milliseconds between two looks at the list. */
  readonly listEvery: number;
}

export interface Seen {
  readonly frames: number;
  readonly bytes: number;
  readonly resyncs: number;
  /** Resyncs told to those who slept, once they woke. */
  readonly sleepersResyncs: number;
  /** Milliseconds of each look at the list. */
  readonly list: readonly number[];
}

const watch = JSON.parse(process.argv[2] ?? "{}") as Watch;
const seen = { frames: 0, bytes: 0, resyncs: 0, sleepersResyncs: 0 };
const list: number[] = [];

const sleepers: WebSocket[] = [];
for (let number = 0; number < watch.watchers; number++) {
  const socket = new WebSocket(`ws://127.0.0.1:${watch.port}/api/stream`);
  const sleeps = number < watch.asleep;
  socket.on("message", (data: Buffer) => {
    seen.frames++;
    seen.bytes += data.length;
    // As little as can be done with a frame: the processor is the server's to use.
    if (data.indexOf('"type":"resync"') !== -1) seen[sleeps ? "sleepersResyncs" : "resyncs"]++;
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  if (sleeps) sleepers.push(socket);
}
for (const socket of sleepers) socket.pause();

const looking = setInterval(() => {
  const started = performance.now();
  void fetchPage(watch.port, "/api/messages?limit=50").then(() => list.push(performance.now() - started));
}, watch.listEvery);

process.once("SIGTERM", () => {
  clearInterval(looking);
  for (const socket of sleepers) socket.resume();
  const wait = sleepers.length > 0 ? 1500 : 0; // time to catch up
  setTimeout(() => {
    process.stdout.write(JSON.stringify({ ...seen, list } satisfies Seen), () => process.exit(0));
  }, wait);
});
process.stdout.write("ready\n");
