import type { Envelope } from "@mailglass/shared";

/** What the views need of a message: its bytes, which never change, and how it was sent. */
export interface Mail {
  raw(): Buffer;
  readonly envelope: Envelope;
}

/** Mails whose views are kept, unless their sources come to `MAX_CACHED_BYTES` before. */
const MAX_CACHED_MAILS = 200;
const MAX_CACHED_BYTES = 32 * 1024 * 1024;

type CachedViews = Map<(mail: Mail) => unknown, unknown>;

/** Views of the mails that were looked at last, the latest at the end. */
const cachedViews = new Map<Mail, CachedViews>();
let cachedBytes = 0;

/**
 * Makes a view: what `compute` finds in a mail is found once and kept while the mail is among those looked at last.
 * `compute` must not throw, whatever the bytes are.
 */
export function cacheView<Result>(compute: (mail: Mail) => Result): (mail: Mail) => Result {
  return function viewOf(mail) {
    const views = viewsFor(mail);
    // Only `compute` itself ever puts something under its name.
    if (views.has(compute)) return views.get(compute) as Result;
    const result = compute(mail);
    views.set(compute, result);
    return result;
  };
}

/** Drops the views of a mail that is gone. */
export function dropViews(mail: Mail): void {
  if (cachedViews.delete(mail)) cachedBytes -= mail.raw().length;
}

/** Drops the views of all mails that are gone. */
export function dropViewsOf(isGone: (mail: Mail) => boolean): void {
  for (const mail of cachedViews.keys()) if (isGone(mail)) dropViews(mail);
}

function viewsFor(mail: Mail): CachedViews {
  const known = cachedViews.get(mail);
  if (known !== undefined) {
    cachedViews.delete(mail);
    cachedViews.set(mail, known);
    return known;
  }
  const views: CachedViews = new Map();
  cachedViews.set(mail, views);
  cachedBytes += mail.raw().length;
  for (const oldest of cachedViews.keys()) {
    if (oldest === mail || (cachedViews.size <= MAX_CACHED_MAILS && cachedBytes <= MAX_CACHED_BYTES)) break;
    dropViews(oldest);
  }
  return views;
}
