import { type KeyboardEvent, type PointerEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { hasModifierKey } from "./has-modifier-key.ts";
import "./split-pane.css";

interface SplitPaneProps {
  /** Accessible name of the separator. */
  label: string;
  side: ReactNode;
  /** null: the side has the full width. */
  main: ReactNode;
  /** Share of the side, in percent. */
  share: number;
  onShare: (share: number) => void;
}

const STEP_PERCENT = 2;
const MIN_SHARE_PERCENT = 20;
const MAX_SHARE_PERCENT = 70;

/** Captures the pointer until it is released, wherever it moves. */
function capturePointer(event: PointerEvent): void {
  event.preventDefault();
  event.currentTarget.setPointerCapture(event.pointerId);
}

/** Two panes with a separator that can be dragged or moved with the arrow keys (WAI-ARIA window splitter). */
export function SplitPane({ label, side, main, share, onShare }: SplitPaneProps) {
  const split = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => split.current?.style.setProperty("--split", `${share}%`), [share]);

  const set = (value: number) => onShare(Math.min(MAX_SHARE_PERCENT, Math.max(MIN_SHARE_PERCENT, value)));
  const onPointerMove = (event: PointerEvent) => {
    const box = split.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    set(((event.clientX - box.left) / box.width) * 100);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowLeft: share - STEP_PERCENT,
      ArrowRight: share + STEP_PERCENT,
      Home: MIN_SHARE_PERCENT,
      End: MAX_SHARE_PERCENT,
    };
    const move = moves[event.key];
    if (move === undefined || hasModifierKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
    set(move);
  };

  return (
    <div className="split" ref={split} data-open={main === null ? undefined : ""}>
      <div className="split-side">{side}</div>
      {main !== null && (
        <>
          <div
            className="split-bar"
            role="separator"
            tabIndex={0}
            aria-label={label}
            aria-orientation="vertical"
            aria-valuenow={Math.round(share)}
            aria-valuemin={MIN_SHARE_PERCENT}
            aria-valuemax={MAX_SHARE_PERCENT}
            onPointerDown={capturePointer}
            onPointerMove={onPointerMove}
            onKeyDown={onKeyDown}
          />
          <div className="split-main">{main}</div>
        </>
      )}
    </div>
  );
}
