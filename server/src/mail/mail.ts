import type { Envelope } from "@mailglass/shared";

/** Where views are kept. */
interface ViewStore {
  /** The views of a mail, by the function that works them out. */
  viewsOf(mail: Mail): Map<(mail: Mail) => unknown, unknown>;
}

/** What the views need of a message: its bytes in one piece, which never change, and how it was sent. */
export interface Mail {
  raw(): Buffer;
  readonly envelope: Envelope;
  /** Keeps what is worked out of it. Without a cache each view is worked out at every call. */
  readonly viewCache?: ViewStore | undefined;
}

const BORROWED = Symbol("borrowed");

/**
 * A mail whose bytes lie in memory that is used again: it may be read inside the callback that receives it, and nowhere
 * else. It has no cache, since a view may refer to the bytes.
 */
export interface BorrowedMail extends Mail {
  readonly [BORROWED]: true;
  readonly viewCache?: undefined;
}

/** A result of reading a borrowed mail; `never` where the result itself would keep hold of the bytes. */
export type Unborrowed<Result> = [Result] extends [Mail | Uint8Array | Promise<unknown> | { readonly raw: Buffer }]
  ? [Result] extends [never]
    ? Result
    : never
  : Result;

export function createBorrowedMail(raw: Buffer, envelope: Envelope): BorrowedMail {
  return { [BORROWED]: true, raw: () => raw, envelope };
}

/**
 * Makes a view: what `compute` finds in a mail is found once and kept while the mail is among those viewed recently.
 * `compute` must not throw, whatever the bytes are.
 */
export function cacheView<Result>(compute: (mail: Mail) => Result): (mail: Mail) => Result {
  return function viewOf(mail) {
    const views = mail.viewCache?.viewsOf(mail);
    if (views === undefined) return compute(mail);
    // Only `compute` itself ever puts something under its name.
    if (views.has(compute)) return views.get(compute) as Result;
    const result = compute(mail);
    views.set(compute, result);
    return result;
  };
}
