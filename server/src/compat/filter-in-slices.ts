import type { MessageHandle } from "../mailbox/mailbox.ts";
import { TimeSlice } from "./time-slice.ts";

/** Those messages that pass a test, in the same order, without those that are gone by their turn. Mail goes on coming in meanwhile. */
export async function filterInSlices(
  messages: readonly MessageHandle[],
  test: (message: MessageHandle) => boolean | Promise<boolean>,
): Promise<MessageHandle[]> {
  const found: MessageHandle[] = [];
  const slice = new TimeSlice();
  for (const message of messages) {
    if (!message.isReadable) continue;
    const result = test(message);
    // Awaited only where the test reads a large message, since each wait costs a turn.
    if (result instanceof Promise ? await result : result) found.push(message);
    if (slice.isOver) await slice.pause();
  }
  return found;
}
