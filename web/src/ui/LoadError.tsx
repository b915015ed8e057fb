import type { ReactNode } from "react";
import { describeError } from "../data/client.ts";
import { isNotFoundError } from "../data/is-not-found.ts";
import { currentRoute, routeTo } from "../data/router.ts";
import { Button } from "./Button.tsx";
import { RouteLink } from "./RouteLink.tsx";
import "./loading.css";

interface LoadErrorProps {
  reason: unknown;
  onRetry: () => void;
  /** What can be done besides. */
  children?: ReactNode;
}

/** In the place of a room: what went wrong, and the way on. */
export function LoadError({ reason, onRetry, children }: LoadErrorProps) {
  return (
    <div className="room-note" role="alert">
      <p>{describeError(reason)}</p>
      {!isNotFoundError(reason) && children}
      {isNotFoundError(reason) ? (
        // To ask again would not bring it back.
        <RouteLink to={routeTo({ view: currentRoute().view })} className="button">
          Back to the list
        </RouteLink>
      ) : (
        <Button onClick={onRetry}>Try again</Button>
      )}
    </div>
  );
}
