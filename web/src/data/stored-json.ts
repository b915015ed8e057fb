/** Reads JSON from the browser's storage; null if there is none, it is not JSON, or storage is forbidden. */
export function readStoredJson(key: string): unknown {
  try {
    const value: unknown = JSON.parse(globalThis.localStorage?.getItem(key) ?? "null");
    return value;
  } catch {
    return null;
  }
}

/** Stores a value as JSON. If storage is forbidden or full, the value lasts until the page is closed. */
export function writeStoredJson(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Nothing depends on it.
  }
}
