import type { RecipientList, SourceList, StreamEvent, TagList } from "@mailglass/shared";
import { client } from "./client.ts";
import { isConnected } from "./connection.ts";
import { watchEvents } from "./live.ts";
import { createStore, useStore } from "./store.ts";
import { inboxStore } from "./stores.ts";

export type TagCount = TagList["items"][number];
export type SourceCount = SourceList["items"][number];
export type RecipientCount = RecipientList["items"][number];

/** What the expanded sidebar shows of all messages, not only of those in the list. */
export interface SidebarFacts {
  /** Number of messages with errors or warnings. */
  readonly withFindings: number;
  /** Most frequent first, as the sources and recipients. */
  readonly tags: readonly TagCount[];
  readonly sources: readonly SourceCount[];
  readonly recipients: readonly RecipientCount[];
  /** Number of all recipients. */
  readonly recipientCount: number;
}

const NO_FACTS: SidebarFacts = { withFindings: 0, tags: [], sources: [], recipients: [], recipientCount: 0 };

const factsStore = createStore<SidebarFacts, SidebarFacts>(NO_FACTS, (_, next) => next);

export const getSidebarFacts = factsStore.get;

export function useSidebarFacts<Slice>(select: (facts: SidebarFacts) => Slice): Slice {
  return useStore(factsStore, select);
}

const MAX_TAGS = 100;
const MAX_RECIPIENTS = 20;

/** The facts are requested when no event has arrived for this many milliseconds, and at the latest after `MAX_DELAY_MS`. */
const QUIET_MS = 300;
/** Milliseconds; longer than most bursts, whose counts are then requested once. */
const MAX_DELAY_MS = 3_000;

/** Keeps the facts up to date. Returns a function that stops it. */
export function watchSidebarFacts(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** When the oldest event arrived that the facts do not include. */
  let outdatedSince: number | undefined;
  const schedule = (delayMs: number) => {
    clearTimeout(timer);
    outdatedSince ??= Date.now();
    timer = setTimeout(
      () => {
        outdatedSince = undefined;
        void loadSidebarFacts();
      },
      Math.min(delayMs, outdatedSince + MAX_DELAY_MS - Date.now()),
    );
  };
  // The list is requested first; its stream starts with a hello, unless it cannot be opened.
  if (inboxStore.get().phase === "ready") schedule(isConnected() ? 0 : MAX_DELAY_MS);
  const unsubscribe = watchEvents((events) => {
    if (events.some(({ type }) => type === "hello")) schedule(0);
    else if (events.some(changesFacts)) schedule(QUIET_MS);
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}

/** Whether the facts may differ after an event. When a session ends, its messages may get findings. */
function changesFacts(event: StreamEvent): boolean {
  if (event.type === "session.closed") return event.session.messageIds.length > 0;
  return event.type !== "session.opened" && event.type !== "faults.changed";
}

let requests = 0;
let shownRequest = 0;

/** Requests the facts now; events would have them requested only after a while. */
export async function loadSidebarFacts(): Promise<void> {
  const request = ++requests;
  const loaded = await Promise.all([
    client.listMessages({ query: { q: "has:findings", limit: 0 } }),
    client.listTags({ query: { limit: MAX_TAGS } }),
    client.listRecipients({ query: { limit: MAX_RECIPIENTS } }),
    client.listSources(),
  ]).catch(() => null);
  // The offline banner reports a server that does not answer. A later request, answered earlier, has newer facts.
  if (loaded === null || request < shownRequest) return;
  shownRequest = request;
  const [found, tags, recipients, sources] = loaded;
  factsStore.dispatch({
    withFindings: found.matched,
    tags: tags.items,
    sources: sources.items,
    recipients: recipients.items,
    recipientCount: recipients.total,
  });
}
