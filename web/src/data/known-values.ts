import { getSidebarFacts } from "./sidebar-facts.ts";
import { inboxStore } from "./stores.ts";

/** Values of the messages, to complete a search from. */
export interface KnownValues {
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
  readonly tags: readonly string[];
}

/** The rows that are looked at. More would delay typing. */
const MAX_ROWS = 500;

/** Collects the addresses and tags that the sidebar lists, and those of the newest loaded rows, each once. */
export function getKnownValues(): KnownValues {
  const { tags, recipients } = getSidebarFacts();
  const rows = inboxStore.get().rows.slice(0, MAX_ROWS);
  return {
    senders: [...new Set(rows.map(({ from, sender }) => from?.address ?? sender))],
    recipients: [...new Set([...recipients.map(({ address }) => address), ...rows.flatMap((row) => row.recipients)])],
    tags: [...new Set([...tags.map(({ tag }) => tag), ...rows.flatMap((row) => row.tags)])],
  };
}
