import type { ComponentProps, MouseEvent } from "react";
import { navigate, routeHref } from "../data/router.ts";
import type { Route } from "../model/route.ts";

/** True for a click that the browser should not take as “open elsewhere”. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** A link to a room of this page. */
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
