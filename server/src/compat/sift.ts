import type { StoredMessage } from "../mailbox/mailbox.ts";
import { TimeSlice } from "./time-slice.ts";

/** Those messages that pass a test, in the same order. Mail goes on coming in while it looks. */
export async function sift(
  messages: readonly StoredMessage[],
  test: (message: StoredMessage) => boolean | Promise<boolean>,
): Promise<StoredMessage[]> {
  const found: StoredMessage[] = [];
  const slice = new TimeSlice();
  for (const message of messages) {
    const result = test(message);
    // Awaited only where the test reads a large message, since each wait costs a turn.
    if (result instanceof Promise ? await result : result) found.push(message);
    if (slice.isOver) await slice.pause();
  }
  return found;
}
