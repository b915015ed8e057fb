/**
 * Sends a message many times, as fast as the server accepts it, from a separate process. The time starts when all
 * connections are open, so it does not include the greeting.
 * Arguments: a JSON of {@link FloodOptions}. Prints the elapsed seconds.
 */
import { dottedMessage, messageWithAttachments, numberedMessage, plainMessage } from "../messages.ts";
import { realMessage } from "../real-messages.ts";
import { openSender } from "./sender.ts";

export interface FloodOptions {
  readonly port: number;
  readonly count: number;
  readonly bytes: number;
  readonly sessions: number;
  /** `numbered`, `enclosing` and `real` create a different message each time; `real` ignores `bytes`. */
  readonly kind: "plain" | "dotted" | "numbered" | "enclosing" | "real";
  readonly tls: boolean;
  /** Bytes per write; 0: each message is one write. */
  readonly writeBytes: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as FloodOptions;
const fixedMessage = Buffer.from(
  options.kind === "dotted" ? dottedMessage(options.bytes) : plainMessage(options.bytes),
);
function messageAt(number: number): Buffer {
  if (options.kind === "real") return Buffer.from(realMessage(number));
  if (options.kind === "numbered") return Buffer.from(numberedMessage(options.bytes, number));
  return options.kind === "enclosing"
    ? Buffer.from(messageWithAttachments(options.bytes, 10, `enclosing ${number}`))
    : fixedMessage;
}
const senders = await Promise.all(
  Array.from({ length: Math.min(options.sessions, options.count) }, () => openSender(options.port, options)),
);

let left = options.count;
const started = performance.now();
await Promise.all(
  senders.map(async (sender) => {
    // Two at a time per connection: the next one's MAIL, RCPT and DATA then travel with the end of this one.
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
