/**
 * Measures, for each of many messages, the time from its 250 to its event on a WebSocket. This process has both ends, so
 * that one clock times both. Arguments: a JSON of {@link PacedLoad}. Prints a JSON array of milliseconds.
 */
import { WebSocket } from "ws";
import { plainMessage } from "../messages.ts";
import { openSender, type Sender } from "./sender.ts";

export interface PacedLoad {
  readonly smtpPort: number;
  readonly httpPort: number;
  readonly count: number;
  /** Messages per second. */
  readonly rate: number;
}

const { smtpPort, httpPort, count, rate } = JSON.parse(process.argv[2] ?? "{}") as PacedLoad;
const acceptedAt = new Float64Array(count);
const notifiedAt = new Float64Array(count);
let missing = count;
const { promise: allNotified, resolve } = Promise.withResolvers<void>();

const socket = new WebSocket(`ws://127.0.0.1:${httpPort}/api/stream`);
socket.on("message", (data: Buffer) => {
  const now = performance.now();
  for (const [, number] of data.toString().matchAll(/"subject":"paced (\d+)"/g)) {
    notifiedAt[Number(number)] = now;
    missing--;
  }
  if (missing === 0) resolve();
});
await new Promise((opened, failed) => socket.once("open", opened).once("error", failed));
const senders = await Promise.all(Array.from({ length: 10 }, () => openSender(smtpPort)));

async function send(sender: Sender, number: number): Promise<void> {
  await sender.send(Buffer.from(plainMessage(1024, `paced ${number}`)));
  acceptedAt[number] = performance.now();
}

const started = performance.now();
let sent = 0;
const replies: Promise<void>[] = [];
const pacingTimer = setInterval(() => {
  const due = Math.min(count, Math.floor(((performance.now() - started) * rate) / 1000));
  for (; sent < due; sent++) {
    const number = sent;
    const sender = senders[number % senders.length];
    if (sender === undefined) continue;
    replies.push(send(sender, number));
  }
  if (sent === count) clearInterval(pacingTimer);
}, 1);
const giveUpTimer = setTimeout(
  () => {
    process.stderr.write(`${missing} events did not come`);
    process.exit(1);
  },
  (count / rate) * 1000 + 10_000,
);
await allNotified;
await Promise.all(replies);
clearTimeout(giveUpTimer);
process.stdout.write(JSON.stringify(Array.from(notifiedAt, (at, number) => at - (acceptedAt[number] ?? Number.NaN))));
for (const sender of senders) sender.quit();
socket.terminate();
