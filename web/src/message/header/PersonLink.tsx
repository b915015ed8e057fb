import { createFieldTerm } from "@mailglass/shared";
import { routeTo } from "../../data/router.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { RouteLink } from "../../ui/RouteLink.tsx";
import type { Person } from "./people.ts";

interface PersonLinkProps {
  person: Person;
  /** Whether to search for messages from or to them. */
  field: "from" | "to";
  className?: string;
}

/** A person, as a link that searches for their messages. */
export function PersonLink({ person: { text, address }, field, className = "" }: PersonLinkProps) {
  const shown = revealHidden(text);
  if (address === "") return <span className={className}>{shown}</span>;
  return (
    <RouteLink
      to={routeTo({ q: createFieldTerm(field, address).text })}
      className={`person ${className}`}
      title={`${shown}\nSearch for messages ${field} ${revealHidden(address)}`}
      data-testid={`person-${field}`}
    >
      {shown}
    </RouteLink>
  );
}
