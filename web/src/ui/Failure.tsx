import type { ReactNode } from "react";
import { explain } from "../app/client.ts";
import { isGone } from "../app/is-gone.ts";
import { currentRoute, routeTo } from "../app/router.ts";
import { Button } from "./Button.tsx";
import { Link } from "./Link.tsx";
import "./pending.css";

interface FailureProps {
  reason: unknown;
  onAgain: () => void;
  /** What can be done besides. */
  children?: ReactNode;
}

/** In the place of a room: what went wrong, and the way on. */
export function Failure({ reason, onAgain, children }: FailureProps) {
  return (
    <div className="room-note" role="alert">
      <p>{explain(reason)}</p>
      {!isGone(reason) && children}
      {isGone(reason) ? (
        // To ask again would not bring it back.
        <Link to={routeTo({ room: currentRoute().room })} className="button">
          Back to the list
        </Link>
      ) : (
        <Button onClick={onAgain}>Try again</Button>
      )}
    </div>
  );
}
