import { ViewCache } from "../mail/view-cache.ts";
import { LargeMessageQueue, mainThreadRunner } from "./large-message-queue.ts";
import type { MailboxOptions, MailboxStart } from "./mailbox-options.ts";
import { ScratchBuffer } from "./scratch-buffer.ts";
import { SlabAllocator } from "./slab-allocator.ts";
import { SourceCache } from "./source-cache.ts";
import type { MessageContext } from "./stored-message.ts";

/**
 * Creates what all messages of a mailbox share.
 *
 * @param memoryBytes bytes of sources in memory
 */
export function createMessageContext(
  { worker = mainThreadRunner, dkimKeys }: MailboxOptions,
  start: MailboxStart | undefined,
  memoryBytes: number,
): MessageContext {
  const observer = start?.observer;
  return {
    slabs: new SlabAllocator(memoryBytes),
    scratch: new ScratchBuffer(),
    viewCache: new ViewCache(),
    sources: start?.sources && new SourceCache(start.sources, memoryBytes),
    largeMessages: new LargeMessageQueue(worker),
    dkimKeys,
    onFindingsAdded: observer && ((seq, findings) => observer.onFindingsAdded(seq, findings)),
  };
}
