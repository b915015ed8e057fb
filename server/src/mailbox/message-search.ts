import type { Query } from "@mailglass/shared";
import { buildRows, type HasSeq, limitRowBytes, nextPageSeq, type RowBuilder, type RowSizes } from "./build-rows.ts";
import { compileQuery } from "./compile-query.ts";
import type { CooperativeScan } from "./cooperative-scan.ts";
import type { ListOptions, Mailbox, MessagePage, RowPage } from "./mailbox.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";
import type { Ring } from "./ring.ts";
import { ROW_TIMEOUT_MS } from "./row-timeout.ts";
import type { RingMessage } from "./stored-message.ts";

/** The mailbox as its lists and searches need it. */
interface SearchContext {
  readonly ring: Ring<RingMessage>;
  readonly scan: CooperativeScan;
  readonly mailbox: Pick<Mailbox, "seq" | "row" | "rowBefore">;
  /** Number of unread messages in the ring. */
  unreadCount(): number;
}

/** The lists and searches of a mailbox. Searches run in time slices. */
export class MessageSearch {
  readonly #context: SearchContext;
  readonly #rowSizes: RowSizes = new WeakMap();

  constructor(context: SearchContext) {
    this.#context = context;
  }

  /** Returns the newest message that matches, pinned. */
  async latest(query?: Query): Promise<RingMessage | undefined> {
    if (query === undefined) return this.#context.ring.newestBefore(Number.POSITIVE_INFINITY, 1)[0]?.load();
    const predicate = compileQuery(query);
    let newest: MaybePromise<RingMessage | undefined>;
    await this.#scanAll((message) =>
      whenReady(predicate(message), (matches) => {
        if (matches) newest = message.load();
        return !matches;
      }),
    );
    return newest;
  }

  list({ limit, before, after, offset }: ListOptions): MessagePage {
    const found = this.#context.ring.newestBefore(before ?? Number.POSITIVE_INFINITY, limit + 1, after, offset);
    const items = found.slice(0, limit);
    return { items, ...this.#countAll(), next: nextPageSeq(items, found.length) };
  }

  search(query: Query, options: ListOptions): Promise<MessagePage> {
    return this.#searchPage(query, options, (message) => message);
  }

  async rows(options: ListOptions, query?: Query): Promise<RowPage> {
    const deadline = performance.now() + ROW_TIMEOUT_MS;
    const { mailbox } = this.#context;
    const row = limitRowBytes(
      (message) => (query === undefined ? mailbox.rowBefore(message, deadline) : mailbox.row(message)),
      this.#rowSizes,
    );
    return query === undefined ? this.#buildRowPage(options, row) : this.#searchPage(query, options, row);
  }

  /** Builds the rows of a page in slices, like a search. */
  async #buildRowPage({ limit, before, after, offset }: ListOptions, build: RowBuilder): Promise<RowPage> {
    const found = this.#context.ring.newestBefore(before ?? Number.POSITIVE_INFINITY, limit + 1, after, offset);
    const counts = this.#countAll();
    const { items, isFull } = await buildRows(found.slice(0, limit), build);
    const hasMore = isFull || found.length > limit;
    return { items, ...counts, next: hasMore ? (items.at(-1)?.seq ?? null) : null };
  }

  /** Returns the counts of a page without a query. */
  #countAll(): Pick<MessagePage, "total" | "unread" | "matched" | "matchedUnread"> {
    const { length } = this.#context.ring;
    const unreadCount = this.#context.unreadCount();
    return { total: length, unread: unreadCount, matched: length, matchedUnread: unreadCount };
  }

  /**
   * Builds each item as soon as it is found, because the message may be gone by the end of the scan.
   *
   * @param build returns undefined if the page is full
   */
  async #searchPage<Item extends HasSeq>(
    query: Query,
    options: ListOptions,
    build: (message: RingMessage) => MaybePromise<Item | undefined>,
  ) {
    const { limit, before, after, offset = 0 } = options;
    const predicate = compileQuery(query);
    const above = after ?? Number.NEGATIVE_INFINITY;
    const below = before ?? Number.POSITIVE_INFINITY;
    const items: Item[] = [];
    let isFull = limit === 0;
    let matched = 0;
    let matchedUnread = 0;
    let inRange = 0;
    const add = (message: RingMessage): MaybePromise<boolean> => {
      matched++;
      if (!message.read) matchedUnread++;
      const isInPage = message.seq > above && message.seq < below && ++inRange > offset && !isFull;
      if (!isInPage) return true;
      return whenReady(build(message), (item) => {
        if (item !== undefined) items.push(item);
        isFull = item === undefined || items.length >= limit;
        return true;
      });
    };
    await this.#scanAll((message) => {
      const matches = predicate(message);
      return matches === false || whenReady(matches, (later) => !later || add(message));
    });
    const { total, unread } = this.#countAll();
    return { items, total, unread, matched, matchedUnread, next: nextPageSeq(items, inRange - offset) };
  }

  /** Returns all messages that match. */
  async find(query: Query): Promise<readonly RingMessage[]> {
    const predicate = compileQuery(query);
    const found: RingMessage[] = [];
    await this.#scanAll((message) =>
      whenReady(predicate(message), (matches) => {
        if (matches) found.push(message);
        return true;
      }),
    );
    return found;
  }

  #scanAll(visit: (message: RingMessage) => MaybePromise<boolean>): Promise<void> {
    return this.#context.scan.scan(this.#context.ring, {
      after: Number.NEGATIVE_INFINITY,
      before: this.#context.mailbox.seq + 1,
      visit,
    });
  }
}
