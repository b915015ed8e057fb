import { useSyncExternalStore } from "react";

/** A media query whose changes can be subscribed to. */
export interface MediaQuery {
  readonly get: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
}

function createMediaQuery(text: string): MediaQuery {
  const query = matchMedia(text);
  return {
    get: () => query.matches,
    subscribe(listener) {
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
  };
}

/** A window that shows one pane at a time. The style sheets use the same width. */
export const phoneQuery = createMediaQuery("(max-width: 719px)");

/** A window in which the sidebar is collapsed, unless the user chose otherwise. index.html uses the same width. */
export const narrowQuery = createMediaQuery("(max-width: 1099px)");

export function useMediaQuery({ get, subscribe }: MediaQuery): boolean {
  return useSyncExternalStore(subscribe, get);
}
