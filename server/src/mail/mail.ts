import type { Envelope } from "@mailglass/shared";

/** A cache of views. */
interface ViewStore {
  /** Returns the views of a mail, keyed by the function that computes them. */
  viewsOf(mail: Mail): Map<(mail: Mail) => unknown, unknown>;
}

/** What is known of a message besides its bytes. */
export interface Arrival {
  readonly envelope: Envelope;
  /** When a client delivered it, in ms since 1970; undefined for a message that was imported. */
  readonly deliveredAt?: number | undefined;
}

/** A message as views need it: its bytes in one buffer, which never change, and how it arrived. */
export interface Mail extends Arrival {
  raw(): Buffer;
  /** Caches the views. Without it, each call computes the view again. */
  readonly viewCache?: ViewStore | undefined;
}

const BORROWED = Symbol("borrowed");

/**
 * A mail whose memory will be reused: it may be read only inside the callback that receives it. It has no cache, because a
 * view may refer to the bytes.
 */
export interface BorrowedMail extends Mail {
  readonly [BORROWED]: true;
  readonly viewCache?: undefined;
}

/** A result of reading a borrowed mail; `never` if the result itself would refer to the bytes. */
export type Unborrowed<Result> = [Result] extends [Mail | Uint8Array | Promise<unknown> | { readonly raw: Buffer }]
  ? [Result] extends [never]
    ? Result
    : never
  : Result;

export function createBorrowedMail(raw: Buffer, { envelope, deliveredAt }: Arrival): BorrowedMail {
  return { [BORROWED]: true, raw: () => raw, envelope, deliveredAt };
}

/**
 * Makes a view: `compute` runs once per mail, and its result is cached while the mail is among those viewed recently.
 * `compute` must not throw for any bytes.
 */
export function cacheView<Result>(compute: (mail: Mail) => Result): (mail: Mail) => Result {
  return function viewOf(mail) {
    const views = mail.viewCache?.viewsOf(mail);
    if (views === undefined) return compute(mail);
    // Only results of `compute` are stored under this key.
    if (views.has(compute)) return views.get(compute) as Result;
    const result = compute(mail);
    views.set(compute, result);
    return result;
  };
}
