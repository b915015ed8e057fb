import { formatRoute, HOME_ROUTE, parseRoute, type Route } from "../model/route.ts";
import { BASE_PATH } from "./client.ts";
import { createStore, useStore } from "./store.ts";

const readRoute = (): Route => parseRoute(location.pathname.slice(BASE_PATH.length), location.search);

const routeStore = createStore<Route, Route>(readRoute(), (_, route) => route);
addEventListener("popstate", () => routeStore.dispatch(readRoute()));

/** The route as it is now, for what happens outside of drawing. */
export const currentRoute = routeStore.get;
export const subscribeToRoute = routeStore.subscribe;

export function useRoute<Slice>(select: (route: Route) => Slice): Slice {
  return useStore(routeStore, select);
}

/** The address of a route, to be linked to. */
export function routeHref(route: Route): string {
  return BASE_PATH + formatRoute(route);
}

/** Goes there. `replace` leaves no step in the history: for what one types, or walks through with the keys. */
export function navigate(route: Route, mode: "push" | "replace" = "push"): void {
  const href = routeHref(route);
  if (href === location.pathname + location.search) return;
  if (mode === "push") history.pushState(null, "", href);
  else history.replaceState(null, "", href);
  routeStore.dispatch(route);
}

/** Another room, with the search that is under way; within the sessions, with those that are shown. */
export function routeTo(change: Partial<Route>): Route {
  const { view, q, failed } = currentRoute();
  return { ...HOME_ROUTE, q, failed: failed && view === "sessions" && change.view === view, ...change };
}
