import type { ReactNode } from "react";
import type { RowWindow } from "./row-window.ts";

/** Positions the rendered rows within the total height of the list. */
export function VirtualRows({ list, children }: { list: RowWindow; children: ReactNode }) {
  return (
    <div className="windowed" role="presentation" style={{ height: list.totalHeight }}>
      <div className="windowed-rows" role="presentation" style={{ transform: `translateY(${list.offset}px)` }}>
        {children}
      </div>
    </div>
  );
}
