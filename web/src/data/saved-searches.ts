import { createStore, useStore } from "./store.ts";
import { readStoredJson, writeStoredJson } from "./stored-json.ts";

/** A search that the user saved, at most once. */
export interface SavedSearch {
  readonly query: string;
  readonly name: string;
}

const STORAGE_KEY = "mailglass.saved-searches";

const savedSearchStore = createStore<readonly SavedSearch[], readonly SavedSearch[]>(
  parseSavedSearches(readStoredJson(STORAGE_KEY)),
  (_, next) => next,
);

export function useSavedSearches(): readonly SavedSearch[] {
  return useStore(savedSearchStore, (searches) => searches);
}

/** Saves a search under its own text, or under a name. */
export function saveSearch(query: string, name: string = query): void {
  const searches = savedSearchStore.get();
  const isSaved = searches.some((search) => search.query === query);
  storeSearches(
    isSaved
      ? searches.map((search) => (search.query === query ? { query, name } : search))
      : [...searches, { query, name }],
  );
}

export function removeSavedSearch(query: string): void {
  storeSearches(savedSearchStore.get().filter((search) => search.query !== query));
}

function storeSearches(searches: readonly SavedSearch[]): void {
  savedSearchStore.dispatch(searches);
  writeStoredJson(STORAGE_KEY, searches);
}

/** Takes over searches that were saved in another window of the page. */
export function followSavedSearches(): void {
  addEventListener("storage", ({ key }) => {
    if (key === STORAGE_KEY) savedSearchStore.dispatch(parseSavedSearches(readStoredJson(STORAGE_KEY)));
  });
}

/** Parses stored searches. Invalid entries are dropped. */
export function parseSavedSearches(value: unknown): readonly SavedSearch[] {
  return Array.isArray(value) ? value.filter(isSavedSearch).map(({ query, name }) => ({ query, name })) : [];
}

function isSavedSearch(value: unknown): value is SavedSearch {
  if (typeof value !== "object" || value === null || !("query" in value) || !("name" in value)) return false;
  return typeof value.query === "string" && value.query !== "" && typeof value.name === "string";
}
