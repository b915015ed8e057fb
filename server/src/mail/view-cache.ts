import type { Mail } from "./mail.ts";

/** Limits of the cache: the number of mails, and the total bytes of their sources. */
const MAX_CACHED_MAILS = 200;
const MAX_CACHED_BYTES = 32 * 1024 * 1024;

type CachedViews = Map<(mail: Mail) => unknown, unknown>;

/** Caches the views of the mails that were viewed last. The owner of the mails has one cache for all of them. */
export class ViewCache {
  /** In order of use: the mail that was viewed last is last. */
  readonly #views = new Map<Mail, CachedViews>();
  #bytes = 0;

  /** Returns the views of a mail, keyed by the function that computes them. Drops other mails' views if the cache is full. */
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

  /** Drops the views of a mail that was deleted. */
  drop(mail: Mail): void {
    if (this.#views.delete(mail)) this.#bytes -= mail.raw().length;
  }

  clear(): void {
    this.#views.clear();
    this.#bytes = 0;
  }
}
