import type { MessageReference } from "./mailbox.ts";
import { RingMessage } from "./stored-message.ts";

/** Returns the messages that are referred to, without those whose id is not found. A handle may be that of a removed message. */
export function resolveReferences(
  references: readonly MessageReference[],
  find: (id: string) => RingMessage | undefined,
): RingMessage[] {
  const found: RingMessage[] = [];
  for (const reference of references) {
    const message = typeof reference === "string" ? find(reference) : reference;
    if (message instanceof RingMessage) found.push(message);
  }
  return found;
}
