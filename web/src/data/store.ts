import { useSyncExternalStore } from "react";

/** A value with one door: `dispatch` is the only way to change it, and `apply` says all that can happen to it. */
export interface Store<State, Action> {
  readonly get: () => State;
  /** Calls `listener` after every change; gives back the way to stop that. */
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

/** What `select` takes from the store; the component is drawn again when that changes. It must give the same value for the same state. */
export function useStore<State, Action, Slice>(store: Store<State, Action>, select: (state: State) => Slice): Slice {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
