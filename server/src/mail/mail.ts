import type { Envelope } from "@mailglass/shared";

/** What the views need of a message: its bytes, which never change, and how it was sent. */
export interface Mail {
  raw(): Buffer;
  readonly envelope: Envelope;
}

/** Mails whose views are kept, unless their sources come to `KEPT_BYTES` before. */
const KEPT_MAILS = 200;
const KEPT_BYTES = 32 * 1024 * 1024;

type Views = Map<(mail: Mail) => unknown, unknown>;

/** Views of the mails that were looked at last, the latest at the end. */
const kept = new Map<Mail, Views>();
let keptBytes = 0;

/**
 * Makes a view: what `compute` finds in a mail is found once and kept while the mail is among those looked at last.
 * `compute` must not throw, whatever the bytes are.
 */
export function view<Result>(compute: (mail: Mail) => Result): (mail: Mail) => Result {
  return function viewOf(mail) {
    const views = viewsOf(mail);
    // Only `compute` itself ever puts something under its name.
    if (views.has(compute)) return views.get(compute) as Result;
    const result = compute(mail);
    views.set(compute, result);
    return result;
  };
}

/** Drops the views of a mail that is gone. */
export function forget(mail: Mail): void {
  if (kept.delete(mail)) keptBytes -= mail.raw().length;
}

/** Drops the views of all mails that are gone. */
export function forgetAll(isGone: (mail: Mail) => boolean): void {
  for (const mail of kept.keys()) if (isGone(mail)) forget(mail);
}

function viewsOf(mail: Mail): Views {
  const known = kept.get(mail);
  if (known !== undefined) {
    kept.delete(mail);
    kept.set(mail, known);
    return known;
  }
  const views: Views = new Map();
  kept.set(mail, views);
  keptBytes += mail.raw().length;
  for (const oldest of kept.keys()) {
    if (oldest === mail || (kept.size <= KEPT_MAILS && keptBytes <= KEPT_BYTES)) break;
    forget(oldest);
  }
  return views;
}
