import { collapseSpaces } from "../mail/encoded-words.ts";
import { isSameTag, MAX_TAGS, sortTags } from "../mail/tag-names.ts";
import type { MessageHandle, MessageMarks } from "./mailbox.ts";

/** Returns the tags of a message after its tags were marked; undefined if the marks do not concern tags. */
export function applyTagMarks(
  message: Pick<MessageHandle, "tags">,
  { tags, removeTags = [], addTags = [] }: MessageMarks,
): readonly string[] | undefined {
  if (tags === undefined && removeTags.length === 0 && addTags.length === 0) return undefined;
  const kept = (tags?.map(collapseSpaces) ?? message.tags).filter(
    (tag) => !removeTags.some((removed) => isSameTag(tag, removed)),
  );
  const added = addTags.map(collapseSpaces).slice(0, Math.max(0, MAX_TAGS - kept.length));
  return sortTags([...kept, ...added]);
}
