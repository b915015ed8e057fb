import { formatRoute, HOME_ROUTE, parseRoute, type Route } from "../model/route.ts";
import { BASE_PATH } from "./client.ts";
import { createStore, useStore } from "./store.ts";

/** Reads the route from the URL. A path that is not known, and shows the list, becomes that of the list. */
function readRoute(): Route {
  const route = parseRoute(location.pathname.slice(BASE_PATH.length), location.search);
  const href = routeHref(route);
  if (new URL(href, location.href).pathname !== location.pathname) history.replaceState(null, "", href);
  return route;
}

const routeStore = createStore<Route, Route>(readRoute(), (_, route) => route);
addEventListener("popstate", () => routeStore.dispatch(readRoute()));

/** Returns the current route, for code outside rendering. */
export const currentRoute = routeStore.get;
export const subscribeToRoute = routeStore.subscribe;

export function useRoute<Slice>(select: (route: Route) => Slice): Slice {
  return useStore(routeStore, select);
}

/** Returns the URL of a route, for links. */
export function routeHref(route: Route): string {
  return BASE_PATH + formatRoute(route);
}

/** Navigates to a route. `replace` adds no history entry: for typing, and stepping with the keys. */
export function navigate(route: Route, mode: "push" | "replace" = "push"): void {
  const href = routeHref(route);
  if (href === location.pathname + location.search) return;
  if (mode === "push") history.pushState(null, "", href);
  else history.replaceState(null, "", href);
  routeStore.dispatch(route);
}

/** Returns a route with some members changed. Keeps the current search, or the filters of sessions. */
export function routeTo(change: Partial<Route>): Route {
  const { view, q, failed, tookMs } = currentRoute();
  const filter = view === "sessions" && change.view === view ? { failed, tookMs } : {};
  return { ...HOME_ROUTE, q, ...filter, ...change };
}
