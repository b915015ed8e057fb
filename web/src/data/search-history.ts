import { createStore, useStore } from "./store.ts";
import { readStoredJson, writeStoredJson } from "./stored-json.ts";

const STORAGE_KEY = "mailglass.recent-searches";
const MAX_RECENT = 20;

const historyStore = createStore<readonly string[], readonly string[]>(
  parseHistory(readStoredJson(STORAGE_KEY)),
  (_, next) => next,
);

/** Returns the searches that were used last, the latest first. */
export function useRecentSearches(): readonly string[] {
  return useStore(historyStore, (searches) => searches);
}

export function noteSearch(query: string): void {
  if (query === "" || historyStore.get()[0] === query) return;
  const next = [query, ...historyStore.get().filter((search) => search !== query)].slice(0, MAX_RECENT);
  historyStore.dispatch(next);
  writeStoredJson(STORAGE_KEY, next);
}

function parseHistory(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((search) => typeof search === "string") : [];
}
