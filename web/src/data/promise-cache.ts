/**
 * A failure is cached for this many milliseconds, until it has been shown, so that rendering does not repeat the
 * request.
 */
const FAILURE_TTL_MS = 1_000;

/** A promise with the status fields that React's `use` reads, so that a settled promise does not suspend. */
type TrackedPromise<T> = Promise<T> & { status?: "fulfilled" | "rejected"; value?: T; reason?: unknown };

/** Results of `load`, by key. */
export interface PromiseCache<T> {
  (key: string): Promise<T>;
  /** Returns the value if it has been loaded and is still cached. */
  peek(key: string): T | undefined;
}

/** Caches the last `size` results of `load`: returns the same promise for the same key. */
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
  // The result is not returned: a derived promise would reject too, without a handler.
  promise.then(
    (value) => void Object.assign(promise, { status: "fulfilled", value }),
    (reason: unknown) => void Object.assign(promise, { status: "rejected", reason }),
  );
  return promise;
}

/** Returns the value of a cached promise; undefined if it is pending or failed. */
export function getSettledValue<T>(promise: TrackedPromise<T>): T | undefined {
  return promise.value;
}

/** Returns whether a cached promise is settled. */
export function isSettled(promise: TrackedPromise<unknown>): boolean {
  return promise.status !== undefined;
}
