import type { StreamState } from "@mailglass/shared/client";
import { createStore, useStore } from "./store.ts";

/** The state of the connection to the server, over which events arrive. */
interface Connection {
  readonly state: StreamState;
  /** Whether it was lost, until it is open again: new attempts do not change that. */
  readonly isLost: boolean;
}

const initial: Connection = { state: { type: "connecting" }, isLost: false };

export const connectionStore = createStore<Connection, StreamState>(initial, ({ isLost }, state) => ({
  state,
  isLost: state.type !== "open" && (isLost || state.type === "lost" || state.type === "closed"),
}));

export function useConnection<Slice>(select: (state: StreamState) => Slice): Slice {
  return useStore(connectionStore, ({ state }) => select(state));
}

/** Returns whether events arrive. For code outside rendering. */
export const isConnected = (): boolean => connectionStore.get().state.type === "open";

/** Returns whether the server does not answer, so that nothing can be changed or loaded. For code outside rendering. */
export const isOffline = (): boolean => connectionStore.get().isLost;

/** Whether the server does not answer, so that nothing can be changed or loaded. */
export function useIsOffline(): boolean {
  return useStore(connectionStore, ({ isLost }) => isLost);
}

/** Calls back each time the connection is open again after it was lost. */
export function subscribeToReconnects(onReconnect: () => void): () => void {
  let wasOffline = isOffline();
  return connectionStore.subscribe(() => {
    const isBack = wasOffline && !isOffline();
    wasOffline = isOffline();
    if (isBack) onReconnect();
  });
}
