import { useMemo } from "react";
import { routeTo } from "../app/router.ts";
import { formatCount } from "../model/format.ts";
import type { Tab } from "../model/route.ts";
import { Link } from "../ui/Link.tsx";

/** Beside what looks wrong: the way to the room that says why. */
export function Why({ id, tab, children }: { id: string; tab: Tab; children: string }) {
  return (
    <Link to={routeTo({ id, tab })} className="why" data-testid="why">
      {children}
    </Link>
  );
}

/** Said where text has the mark that stands for what could not be decoded (U+FFFD), which most fonts draw as a box. */
export function Unreadable({ id, text }: { id: string; text: string | null }) {
  const boxes = useMemo(() => (text?.match(/\ufffd/g) ?? []).length, [text]);
  if (boxes === 0) return null;
  return (
    <Why id={id} tab="findings">
      {`${formatCount(boxes)} unreadable. Why?`}
    </Why>
  );
}
