import type { ReactNode } from "react";
import { ErrorBoundary } from "../../ui/ErrorBoundary.tsx";
import { WhenLoaded } from "../../ui/WhenLoaded.tsx";
import "./check-sections.css";

interface CheckSectionProps {
  name: string;
  testId: string;
  /** From a cache; the children are rendered once it is settled. */
  promise: Promise<unknown>;
  children: ReactNode;
}

/** A section of the Checks tab, which loads by itself: a slow check does not delay the others. */
export function CheckSection({ name, testId, promise, children }: CheckSectionProps) {
  return (
    <section className="check-section" aria-label={name} data-testid={testId}>
      <h3 className="panel-heading">{name}</h3>
      <ErrorBoundary>
        <WhenLoaded promises={[promise]}>{children}</WhenLoaded>
      </ErrorBoundary>
    </section>
  );
}
