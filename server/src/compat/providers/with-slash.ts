/** Returns routes for each path, and for the same with a slash at the end, as some libraries write it. */
export function withSlash<Route extends { readonly path: string }>(routes: readonly Route[]): Route[] {
  return routes.flatMap((route) => [route, { ...route, path: `${route.path}/` }]);
}
