import { toIncomingMail } from "../kept-mail.ts";
import type { MemoryMailbox } from "../memory-mailbox.ts";
import type { AppliedChange } from "./shared-store.ts";

type MessageChange = Extract<
  AppliedChange,
  {
    type: "added" | "deleted" | "evicted" | "hidden" | "restored" | "forgotten" | "cleared" | "marked" | "findings";
  }
>;

/** Applies a change of messages to the memory of this instance. Messages that are gone are left out. */
export function applyMessageChange(memory: MemoryMailbox, change: MessageChange): void {
  const find = (seqs: readonly number[]) => seqs.flatMap((seq) => memory.kept.ring.at(seq) ?? []);
  switch (change.type) {
    case "added":
      if (change.mail !== undefined) memory.add(toIncomingMail(change.mail));
      return;
    case "deleted":
      memory.remove(find(change.seqs));
      return;
    case "evicted":
      memory.kept.evict(change.seqs, ({ id }) => memory.changes.recordEvicted(id));
      memory.changes.recordEvictions();
      return;
    case "hidden":
      memory.removeWithUndo(find(change.seqs), change.undo);
      return;
    case "restored":
      memory.restore(change.token);
      return;
    case "forgotten":
      memory.kept.forget(change.token);
      return;
    case "cleared":
      memory.clear();
      return;
    case "marked":
      for (const { seq, read, tags } of change.marks)
        memory.markNow(find([seq]), { ...(read !== undefined && { read }), ...(tags !== undefined && { tags }) });
      return;
    case "findings":
      memory.kept.ring.at(change.seq)?.setWireFindings(change.findings);
      return;
  }
}
