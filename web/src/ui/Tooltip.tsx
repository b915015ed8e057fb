import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Tip, watchTips } from "./watch-tips.ts";
import "./tooltip.css";

/** Distances in CSS pixels: to the element, and to the edge of the window. */
const GAP = 6;
const MARGIN = 8;

/** Shows the `title` of any element as a tooltip in the style of the page, soon, and also with keyboard focus. */
export function Tooltip() {
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => watchTips(setTip), []);
  return tip === null ? null : <Bubble tip={tip} />;
}

function Bubble({ tip: { text, anchor } }: { tip: Tip }) {
  const bubble = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = bubble.current;
    if (element === null) return;
    // Above dialogs. Browsers without popovers show it below them.
    if ("showPopover" in element) element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    const left = anchor.left + anchor.width / 2 - width / 2;
    const below = anchor.bottom + GAP;
    const top = below + height + MARGIN <= innerHeight ? below : anchor.top - GAP - height;
    element.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`;
    element.style.top = `${Math.max(MARGIN, top)}px`;
  }, [anchor]);
  return (
    // The text is the element's own title: screen readers read it there.
    <div ref={bubble} className="tooltip" popover="manual" aria-hidden data-testid="tooltip">
      {text}
    </div>
  );
}
