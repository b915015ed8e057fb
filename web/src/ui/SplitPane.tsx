import { type CSSProperties, type ReactNode, useRef } from "react";
import { Separator } from "./Separator.tsx";
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

/** Two panes with a separator. */
export function SplitPane({ label, side, main, share, onShare }: SplitPaneProps) {
  const split = useRef<HTMLDivElement>(null);
  const shareAt = (clientX: number) => {
    const box = split.current?.getBoundingClientRect();
    return box ? ((clientX - box.left) / box.width) * 100 : share;
  };
  return (
    <div
      className="split"
      ref={split}
      style={{ "--split": `${share}%` } as CSSProperties}
      data-open={main === null ? undefined : ""}
    >
      <div className="split-side">{side}</div>
      {main !== null && (
        <>
          <Separator label={label} value={share} min={20} max={70} step={2} valueAt={shareAt} onChange={onShare} />
          <div className="split-main">{main}</div>
        </>
      )}
    </div>
  );
}
