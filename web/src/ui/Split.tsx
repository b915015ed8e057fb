import { type KeyboardEvent, type PointerEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { isChord } from "./chord.ts";
import "./split.css";

interface SplitProps {
  /** What the line between divides, for screen readers. */
  label: string;
  side: ReactNode;
  /** null: the side has the whole width. */
  main: ReactNode;
  /** The side's share, in percent. */
  share: number;
  onShare: (share: number) => void;
}

const STEP = 2;
const NARROWEST = 20;
const WIDEST = 70;

/** Moves of the pointer come here until it is let go, wherever it is. */
function capture(event: PointerEvent): void {
  event.preventDefault();
  event.currentTarget.setPointerCapture(event.pointerId);
}

/** Two panes and the line between them, which is dragged or moved with the arrow keys (the WAI-ARIA window splitter). */
export function Split({ label, side, main, share, onShare }: SplitProps) {
  const split = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => split.current?.style.setProperty("--split", `${share}%`), [share]);

  const set = (value: number) => onShare(Math.min(WIDEST, Math.max(NARROWEST, value)));
  const onPointerMove = (event: PointerEvent) => {
    const box = split.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    set(((event.clientX - box.left) / box.width) * 100);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowLeft: share - STEP,
      ArrowRight: share + STEP,
      Home: NARROWEST,
      End: WIDEST,
    };
    const move = moves[event.key];
    if (move === undefined || isChord(event)) return;
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
            aria-valuemin={NARROWEST}
            aria-valuemax={WIDEST}
            onPointerDown={capture}
            onPointerMove={onPointerMove}
            onKeyDown={onKeyDown}
          />
          <div className="split-main">{main}</div>
        </>
      )}
    </div>
  );
}
