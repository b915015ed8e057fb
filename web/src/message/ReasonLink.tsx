import { useMemo } from "react";
import { routeTo } from "../data/router.ts";
import { formatCount } from "../model/format.ts";
import type { Tab } from "../model/route.ts";
import { RouteLink } from "../ui/RouteLink.tsx";

/** A link next to something unusual, to the tab that explains it. */
export function ReasonLink({ id, tab, children }: { id: string; tab: Tab; children: string }) {
  return (
    <RouteLink to={routeTo({ id, tab })} className="why" data-testid="why">
      {children}
    </RouteLink>
  );
}

/**
 * Shown if a text contains U+FFFD, the replacement for bytes that could not be decoded, which most fonts draw as a
 * box.
 */
export function UnreadableLink({ id, text }: { id: string; text: string | null }) {
  const replacementCount = useMemo(() => (text?.match(/\ufffd/g) ?? []).length, [text]);
  if (replacementCount === 0) return null;
  return (
    <ReasonLink id={id} tab="checks">
      {`${formatCount(replacementCount)} unreadable. Why?`}
    </ReasonLink>
  );
}
