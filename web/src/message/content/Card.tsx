import type { ReactNode } from "react";
import { routeTo } from "../../data/router.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { RouteLink } from "../../ui/RouteLink.tsx";

interface CardProps {
  id: string;
  /** Number of the part that it shows. */
  part: string;
  title: string;
  /** A short word about its kind, e.g. “Invitation”. */
  label: string;
  labelKind?: "error" | "warning" | "good" | undefined;
  testId: string;
  children: ReactNode;
}

/** A part of a message in readable form, with a link to its source. */
export function Card({ id, part, title, label, labelKind, testId, children }: CardProps) {
  return (
    <section className="content-card" aria-label={label} data-testid={testId}>
      <header className="content-card-head">
        <span className="badge" data-kind={labelKind}>
          {label}
        </span>
        <h3>{revealHidden(title)}</h3>
        <RouteLink to={routeTo({ id, tab: "source", part })} className="content-card-source">
          Source
        </RouteLink>
      </header>
      {children}
    </section>
  );
}

/** A row of a card; nothing if there is no value. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === false || children === "") return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
