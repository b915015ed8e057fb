import { TimeSlice } from "../base/time-slice.ts";
import { isSameTag } from "../mail/tag-names.ts";
import type { Mailbox } from "./mailbox.ts";

/**
 * Renames a tag in all messages, or removes it. Its case does not matter.
 *
 * @param replacement the new name; undefined removes the tag
 * @returns the number of messages that had the tag
 */
export async function replaceTag(mailbox: Mailbox, tag: string, replacement: string | undefined): Promise<number> {
  const slice = new TimeSlice();
  let changed = 0;
  for (const message of mailbox.handles()) {
    if (slice.isOver) await slice.pause();
    if (!message.isReadable || !message.tags.some((name) => isSameTag(name, tag))) continue;
    const marks = { removeTags: [tag], ...(replacement === undefined ? {} : { addTags: [replacement] }) };
    if ((await mailbox.mark(message.id, marks)) !== undefined) changed++;
  }
  return changed;
}
