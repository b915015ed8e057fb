import { useSyncExternalStore } from "react";

/** A store: its state changes only through `dispatch`, which applies an action. */
export interface Store<State, Action> {
  readonly get: () => State;
  /** Calls `listener` after every change. Returns an unsubscribe function. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly dispatch: (action: Action) => void;
}

export function createStore<State, Action>(
  initial: State,
  apply: (state: State, action: Action) => State,
): Store<State, Action> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch(action) {
      const next = apply(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
  };
}

/**
 * Subscribes a component to a slice of the store; it renders again when the slice changes. `select` must return the
 * same value for the same state.
 */
export function useStore<State, Action, Slice>(store: Store<State, Action>, select: (state: State) => Slice): Slice {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
