import { formatRoute, HOME, parseRoute, type Route } from "../model/route.ts";
import { createStore, useStore } from "../model/store.ts";
import { BASE } from "./client.ts";

const read = (): Route => parseRoute(location.pathname.slice(BASE.length), location.search);

const store = createStore<Route, Route>(read(), (_, route) => route);
addEventListener("popstate", () => store.dispatch(read()));

/** The route as it is now, for what happens outside of drawing. */
export const currentRoute = store.get;
export const onRoute = store.subscribe;

export function useRoute<Slice>(select: (route: Route) => Slice): Slice {
  return useStore(store, select);
}

/** The address of a route, to be linked to. */
export function hrefOf(route: Route): string {
  return BASE + formatRoute(route);
}

/** Goes there. `replace` leaves no step in the history: for what one types, or walks through with the keys. */
export function go(route: Route, how: "push" | "replace" = "push"): void {
  const href = hrefOf(route);
  if (href === location.pathname + location.search) return;
  if (how === "push") history.pushState(null, "", href);
  else history.replaceState(null, "", href);
  store.dispatch(route);
}

/** Another room, with the search that is under way; within the sessions, with those that are shown. */
export function routeTo(change: Partial<Route>): Route {
  const { room, q, failed } = currentRoute();
  return { ...HOME, q, failed: failed && room === "sessions" && change.room === room, ...change };
}
