import type { MailboxOptions } from "./mailbox-options.ts";
import { MemoryMailbox } from "./memory-mailbox.ts";

/** Creates an empty mailbox without a store. By default it keeps 1,000 messages and 256 MiB. */
export function createMailbox(options: MailboxOptions = {}): MemoryMailbox {
  return new MemoryMailbox(options);
}
