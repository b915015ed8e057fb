import { ProblemError } from "@mailglass/shared/client";
import { Component, type ReactNode } from "react";
import { explain } from "../app/client.ts";
import { currentRoute, routeTo } from "../app/router.ts";
import { Button } from "./Button.tsx";
import { Link } from "./Link.tsx";
import "./pending.css";

interface ErrorBoundaryState {
  reason: unknown;
}

/** Says what went wrong in one room, and leaves the others standing. */
export class ErrorBoundary extends Component<{ children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { reason: null };

  static getDerivedStateFromError(reason: unknown): ErrorBoundaryState {
    return { reason };
  }

  override render(): ReactNode {
    const { reason } = this.state;
    if (reason === null) return this.props.children;
    return (
      <div className="room-note" role="alert">
        <p>{explain(reason)}</p>
        {isGone(reason) ? (
          // To ask again would not bring it back.
          <Link to={routeTo({ room: currentRoute().room })} className="button">
            Back to the list
          </Link>
        ) : (
          <Button onClick={() => this.setState({ reason: null })}>Try again</Button>
        )}
      </div>
    );
  }
}

const isGone = (reason: unknown): boolean => reason instanceof ProblemError && reason.status === 404;
