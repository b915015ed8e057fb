import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { describeError, isCodeNotLoaded } from "../data/client.ts";
import { subscribeToReconnects, useIsOffline } from "../data/connection.ts";
import { isNotFoundError } from "../data/is-not-found.ts";
import { currentRoute, routeTo, useRoute } from "../data/router.ts";
import { useInbox } from "../data/stores.ts";
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
  useAutomaticRetry(onRetry);
  const isOffline = useIsOffline();
  return (
    <div className="panel-note" role="alert">
      <p>
        {isOffline && isCodeNotLoaded(reason)
          ? "This part of the page could not be loaded. It will load after reconnecting."
          : describeError(reason)}
      </p>
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

/** Retries when the server answers again, and when the open message, which was gone, is restored. */
function useAutomaticRetry(onRetry: () => void): void {
  const id = useRoute((route) => route.id);
  const isListed = useInbox(({ rows }) => rows.some((row) => row.id === id));
  const wasListed = useRef(isListed);
  const retry = useEffectEvent(onRetry);
  useEffect(() => subscribeToReconnects(() => retry()), []);
  useEffect(() => {
    if (isListed && !wasListed.current) retry();
    wasListed.current = isListed;
  }, [isListed]);
}
