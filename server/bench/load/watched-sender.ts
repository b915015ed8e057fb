/**
 * Sends messages at a fixed rate over ten connections. Prints a JSON array: the time of each, from MAIL to the 250 of its
 * data, in ms. Arguments: a JSON of {@link WatchedLoad}.
 */
import { plainMessage } from "../messages.ts";
import { openSender } from "./sender.ts";

export interface WatchedLoad {
  readonly smtpPort: number;
  readonly count: number;
  /** Messages per second. */
  readonly rate: number;
}

const { smtpPort, count, rate } = JSON.parse(process.argv[2] ?? "{}") as WatchedLoad;
const senders = await Promise.all(Array.from({ length: 10 }, () => openSender(smtpPort)));
const times: number[] = [];
const started = performance.now();
const pending: Promise<void>[] = [];

async function sendOne(number: number): Promise<void> {
  const sender = senders[number % senders.length];
  const before = performance.now();
  await sender?.send(Buffer.from(plainMessage(1024, `watched ${number}`)));
  times.push(performance.now() - before);
}

for (let sent = 0; sent < count; ) {
  const due = Math.min(count, Math.floor(((performance.now() - started) * rate) / 1000));
  while (sent < due) pending.push(sendOne(sent++));
  await new Promise((resolve) => setTimeout(resolve, 1));
}
await Promise.all(pending);
process.stdout.write(JSON.stringify(times));
for (const sender of senders) sender.quit();
