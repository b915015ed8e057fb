/**
 * Sends a message many times over, as fast as the server takes it, from a process of its own. The time starts when all
 * connections stand, so that it is the server's time a message and not its greeting's.
 * Arguments: a JSON of {@link Flood}. Prints the seconds it took.
 */
import { dotted, enclosing, numbered, plain } from "../messages.ts";
import { openSender } from "./sender.ts";

export interface Flood {
  readonly port: number;
  readonly count: number;
  readonly bytes: number;
  readonly sessions: number;
  /** `numbered` and `enclosing` are another message each time. */
  readonly kind: "plain" | "dotted" | "numbered" | "enclosing";
  readonly tls: boolean;
  /** Bytes of a write, where a message is sent in several; 0: in one. */
  readonly cut: number;
}

const flood = JSON.parse(process.argv[2] ?? "{}") as Flood;
const same = Buffer.from(flood.kind === "dotted" ? dotted(flood.bytes) : plain(flood.bytes));
function messageAt(number: number): Buffer {
  if (flood.kind === "numbered") return Buffer.from(numbered(flood.bytes, number));
  return flood.kind === "enclosing" ? Buffer.from(enclosing(flood.bytes, 10, `enclosing ${number}`)) : same;
}
const senders = await Promise.all(
  Array.from({ length: Math.min(flood.sessions, flood.count) }, () => openSender(flood.port, flood)),
);

let left = flood.count;
const started = performance.now();
await Promise.all(
  senders.map(async (sender) => {
    // Two at a time a connection: the next one's MAIL, RCPT and DATA then travel with the end of this one.
    let before: Promise<void> = Promise.resolve();
    while (left-- > 0) {
      const sent = sender.send(messageAt(left));
      await before;
      before = sent;
    }
    await before;
  }),
);
process.stdout.write(String((performance.now() - started) / 1000));
for (const sender of senders) sender.quit();
