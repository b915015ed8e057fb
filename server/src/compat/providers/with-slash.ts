import type { SendRoute } from "./provider.ts";

/** Returns routes for each path, and for the same with a slash at the end, as some libraries write it. */
export function withSlash(routes: readonly SendRoute[]): SendRoute[] {
  return routes.flatMap((route) => [route, { ...route, path: `${route.path}/` }]);
}
