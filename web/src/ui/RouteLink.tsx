import type { ComponentProps, MouseEvent } from "react";
import { navigate, routeHref } from "../data/router.ts";
import type { Route } from "../model/route.ts";

/** Returns whether a click is not one that opens a new tab or window. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** A link to a route of this page. */
export function RouteLink({ to, children, ...rest }: { to: Route } & Omit<ComponentProps<"a">, "href">) {
  return (
    <a
      href={routeHref(to)}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        navigate(to);
      }}
      {...rest}
    >
      {children}
    </a>
  );
}
