import { TimeSlice } from "../base/time-slice.ts";
import { isSameTag } from "../mail/tag-names.ts";
import type { Mailbox, MessageHandle } from "./mailbox.ts";

/**
 * Renames a tag in all messages, or removes it. Its case does not matter.
 *
 * @param replacement the new name; undefined removes the tag
 * @returns the number of messages that had the tag
 */
export async function replaceTag(mailbox: Mailbox, tag: string, replacement: string | undefined): Promise<number> {
  const slice = new TimeSlice();
  const marks = { removeTags: [tag], ...(replacement === undefined ? {} : { addTags: [replacement] }) };
  const tagged: MessageHandle[] = [];
  for (const message of mailbox.handles()) {
    if (slice.isOver) await slice.pause();
    if (message.isReadable && message.tags.some((name) => isSameTag(name, tag))) tagged.push(message);
  }
  return mailbox.markAll(tagged, marks);
}
