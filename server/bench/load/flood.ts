/**
 * Sends a message many times over, as fast as the server takes it, from a process of its own. The time starts when all
 * connections stand, so that it is the server's time a message and not its greeting's.
 * Arguments: a JSON of {@link FloodOptions}. Prints the seconds it took.
 */
import { dottedMessage, messageWithAttachments, numberedMessage, plainMessage } from "../messages.ts";
import { openSender } from "./sender.ts";

export interface FloodOptions {
  readonly port: number;
  readonly count: number;
  readonly bytes: number;
  readonly sessions: number;
  /** `numbered` and `enclosing` are another message each time. */
  readonly kind: "plain" | "dotted" | "numbered" | "enclosing";
  readonly tls: boolean;
  /** Bytes of a write, where a message is sent in several; 0: in one. */
  readonly writeBytes: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as FloodOptions;
const fixedMessage = Buffer.from(
  options.kind === "dotted" ? dottedMessage(options.bytes) : plainMessage(options.bytes),
);
function messageAt(number: number): Buffer {
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
