import type { Mail } from "./mail.ts";

/** Mails whose views are kept, unless their sources come to `MAX_CACHED_BYTES` before. */
const MAX_CACHED_MAILS = 200;
const MAX_CACHED_BYTES = 32 * 1024 * 1024;

type CachedViews = Map<(mail: Mail) => unknown, unknown>;

/** What was worked out of the mails that were viewed last. A mail's owner has one cache for all its mails. */
export class ViewCache {
  /** The mail that was viewed last comes last. */
  readonly #views = new Map<Mail, CachedViews>();
  #bytes = 0;

  /** The views of a mail, by the function that works them out. Other mails' views may be dropped. */
  viewsOf(mail: Mail): CachedViews {
    const known = this.#views.get(mail);
    if (known !== undefined) {
      this.#views.delete(mail);
      this.#views.set(mail, known);
      return known;
    }
    const views: CachedViews = new Map();
    this.#views.set(mail, views);
    this.#bytes += mail.raw().length;
    for (const oldest of this.#views.keys()) {
      if (oldest === mail || (this.#views.size <= MAX_CACHED_MAILS && this.#bytes <= MAX_CACHED_BYTES)) break;
      this.drop(oldest);
    }
    return views;
  }

  /** Drops the views of a mail that is gone. */
  drop(mail: Mail): void {
    if (this.#views.delete(mail)) this.#bytes -= mail.raw().length;
  }

  clear(): void {
    this.#views.clear();
    this.#bytes = 0;
  }
}
