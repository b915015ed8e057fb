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
  /** Further actions. */
  children?: ReactNode;
}

/** Shown instead of content that failed to load: the error, and a way to continue. */
export function LoadError({ reason, onRetry, children }: LoadErrorProps) {
  return (
    <div className="panel-note" role="alert">
      <p>{describeError(reason)}</p>
      {!isNotFoundError(reason) && children}
      {isNotFoundError(reason) ? (
        // Retrying would not help: it is gone.
        <RouteLink to={routeTo({ view: currentRoute().view })} className="button">
          Back to the list
        </RouteLink>
      ) : (
        <Button onClick={onRetry}>Try again</Button>
      )}
    </div>
  );
}
