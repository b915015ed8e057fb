/** A failure is remembered this long, in milliseconds: until it has been shown, so that showing it does not ask again. */
const FAILURE_TTL_MS = 1_000;

/** A promise that says what became of it, in the fields that React's `use` looks for: it then need not wait for a turn. */
type TrackedPromise<T> = Promise<T> & { status?: "fulfilled" | "rejected"; value?: T; reason?: unknown };

/** Answers of `load`, by key. */
export interface PromiseCache<T> {
  (key: string): Promise<T>;
  /** The value, where it was loaded already and is still remembered. */
  peek(key: string): T | undefined;
}

/** Remembers the last `size` answers of `load`: the same promise for the same key. */
export function createPromiseCache<T>(load: (key: string) => Promise<T>, size: number): PromiseCache<T> {
  const cached = new Map<string, Promise<T>>();
  const loadOnce = (key: string) => {
    const existing = cached.get(key);
    if (existing) return existing;
    const loading = trackPromise(load(key));
    cached.set(key, loading);
    const oldest = cached.size > size ? cached.keys().next().value : undefined;
    if (oldest !== undefined) cached.delete(oldest);
    loading.catch(() => setTimeout(() => cached.delete(key), FAILURE_TTL_MS));
    return loading;
  };
  const peek = (key: string) => {
    const existing = cached.get(key);
    return existing && getSettledValue(existing);
  };
  return Object.assign(loadOnce, { peek });
}

function trackPromise<T>(promise: TrackedPromise<T>): Promise<T> {
  // Nothing is returned: a promise that came of the failed one would fail too, with nobody to hear it.
  promise.then(
    (value) => void Object.assign(promise, { status: "fulfilled", value }),
    (reason: unknown) => void Object.assign(promise, { status: "rejected", reason }),
  );
  return promise;
}

/** What a promise that a cache gave out came to; undefined while that is not known, and where it failed. */
export function getSettledValue<T>(promise: TrackedPromise<T>): T | undefined {
  return promise.value;
}

/** Whether it is known what became of a promise that a cache gave out. */
export function isSettled(promise: TrackedPromise<unknown>): boolean {
  return promise.status !== undefined;
}
