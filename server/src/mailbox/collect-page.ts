import { type HasSeq, nextPageSeq } from "./build-rows.ts";
import type { MessagePredicate } from "./compile-query.ts";
import type { ListOptions } from "./mailbox.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";
import type { RingMessage } from "./stored-message.ts";

type Scan = (visit: (message: RingMessage) => MaybePromise<boolean>) => Promise<void>;

/**
 * Collects the page of a search. It builds each item as soon as it is found, because the message may be gone by the end of the
 * scan.
 *
 * @param scan visits the messages, newest first
 * @param build returns undefined if the page is full
 */
export async function collectPage<Item extends HasSeq>(
  scan: Scan,
  predicate: MessagePredicate,
  { limit, before, after, offset = 0 }: ListOptions,
  build: (message: RingMessage) => MaybePromise<Item | undefined>,
) {
  const above = after ?? Number.NEGATIVE_INFINITY;
  const below = before ?? Number.POSITIVE_INFINITY;
  const items: Item[] = [];
  let isFull = limit === 0;
  let matched = 0;
  let matchedUnread = 0;
  let inRange = 0;
  await scan((message) =>
    whenReady(predicate(message), (matches) => {
      if (!matches) return true;
      matched++;
      if (!message.read) matchedUnread++;
      const isInPage = message.seq > above && message.seq < below && ++inRange > offset && !isFull;
      if (!isInPage) return true;
      return whenReady(build(message), (item) => {
        if (item !== undefined) items.push(item);
        isFull = item === undefined || items.length >= limit;
        return true;
      });
    }),
  );
  return { items, matched, matchedUnread, next: nextPageSeq(items, inRange - offset) };
}
