import type { StoredMessage } from "../mailbox/mailbox.ts";

/** Milliseconds for which the event loop may be held at a time. */
const SLICE = 4;

/** Those messages that pass a test, in the same order. Mail goes on coming in while it looks. */
export async function sift(
  messages: readonly StoredMessage[],
  test: (message: StoredMessage) => boolean | Promise<boolean>,
): Promise<StoredMessage[]> {
  const found: StoredMessage[] = [];
  let end = performance.now() + SLICE;
  for (const message of messages) {
    const result = test(message);
    // Awaited only where the test reads a large message, since each wait costs a turn.
    if (result instanceof Promise ? await result : result) found.push(message);
    if (performance.now() > end) {
      const { promise, resolve } = Promise.withResolvers<void>();
      setImmediate(resolve);
      await promise;
      end = performance.now() + SLICE;
    }
  }
  return found;
}
