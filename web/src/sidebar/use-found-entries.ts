import { useEffect, useEffectEvent, useState } from "react";

const MAX_FOUND = 50;

/** Requests the entries whose name contains `match`. */
type FindEntries<Entry> = (
  query: { readonly match: string; readonly limit: number },
  options: { readonly signal: AbortSignal },
) => Promise<{ readonly items: readonly Entry[] }>;

/**
 * Returns the entries that contain the filter's text, and `listed` if there is none. The server has more of them than
 * the sidebar lists. They are requested again when `listed` changes.
 */
export function useFoundEntries<Entry>(
  filter: string,
  listed: readonly Entry[],
  find: FindEntries<Entry>,
): readonly Entry[] {
  // Until the first answer, the listed ones stay.
  const [found, setFound] = useState(listed);
  const match = filter.trim();
  const request = useEffectEvent(find);
  useEffect(() => {
    if (match === "") return undefined;
    const abort = new AbortController();
    request({ match, limit: MAX_FOUND }, { signal: abort.signal }).then(
      ({ items }) => setFound(items),
      // What was found before stays.
      () => undefined,
    );
    return () => abort.abort();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- what is listed changes with the messages
  }, [match, listed]);
  return match === "" ? listed : found;
}
