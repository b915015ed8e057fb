/** A failure is remembered this long, in milliseconds: until it has been shown, so that showing it does not ask again. */
const FAILURE = 1_000;

/** A promise that says what became of it, in the fields that React's `use` looks for: it then need not wait for a turn. */
type Told<T> = Promise<T> & { status?: "fulfilled" | "rejected"; value?: T; reason?: unknown };

/** Remembers the last `size` answers of `load`: the same promise for the same key. */
export function createCache<T>(load: (key: string) => Promise<T>, size: number): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const found = known.get(key);
    if (found) return found;
    const loading = telling(load(key));
    known.set(key, loading);
    const oldest = known.size > size ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    loading.catch(() => setTimeout(() => known.delete(key), FAILURE));
    return loading;
  };
}

function telling<T>(promise: Told<T>): Promise<T> {
  // Nothing is returned: a promise that came of the failed one would fail too, with nobody to hear it.
  promise.then(
    (value) => void Object.assign(promise, { status: "fulfilled", value }),
    (reason: unknown) => void Object.assign(promise, { status: "rejected", reason }),
  );
  return promise;
}

/** What a promise that a cache gave out came to; undefined while that is not known, and where it failed. */
export function resultOf<T>(promise: Told<T>): T | undefined {
  return promise.value;
}

/** Whether it is known what became of a promise that a cache gave out. */
export function isSettled(promise: Told<unknown>): boolean {
  return promise.status !== undefined;
}
