import { TimeSlice } from "../base/time-slice.ts";
import type { MessageHandle } from "../mailbox/mailbox.ts";

/** Returns the messages that pass a test, in order. Yields between slices; messages deleted meanwhile are left out. */
export async function filterInSlices(
  messages: readonly MessageHandle[],
  test: (message: MessageHandle) => boolean | Promise<boolean>,
): Promise<MessageHandle[]> {
  const found: MessageHandle[] = [];
  const slice = new TimeSlice();
  for (const message of messages) {
    if (!message.isReadable) continue;
    const result = test(message);
    // Awaited only if the test reads a large message, because each await costs a microtask.
    if (result instanceof Promise ? await result : result) found.push(message);
    if (slice.isOver) await slice.pause();
  }
  return found;
}
