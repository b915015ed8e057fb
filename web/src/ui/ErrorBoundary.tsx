import { Component, type ReactNode } from "react";
import { LoadError } from "./LoadError.tsx";

interface ErrorBoundaryState {
  reason: unknown;
}

/** Shows an error in one part of the page; the others keep working. */
export class ErrorBoundary extends Component<{ children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { reason: null };

  static getDerivedStateFromError(reason: unknown): ErrorBoundaryState {
    return { reason };
  }

  override render(): ReactNode {
    const { reason } = this.state;
    if (reason === null) return this.props.children;
    return <LoadError reason={reason} onRetry={() => this.setState({ reason: null })} />;
  }
}
