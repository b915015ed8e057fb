/** A failure is remembered this long, in milliseconds: until it has been shown, so that showing it does not ask again. */
const FAILURE = 1_000;

/** Remembers the last `size` answers of `load`, for React's `use`: the same promise for the same key. */
export function createCache<T>(load: (key: string) => Promise<T>, size: number): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const found = known.get(key);
    if (found) return found;
    const loading = load(key);
    known.set(key, loading);
    const oldest = known.size > size ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    loading.catch(() => setTimeout(() => known.delete(key), FAILURE));
    return loading;
  };
}
