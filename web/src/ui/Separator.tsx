import type { KeyboardEvent, PointerEvent } from "react";
import { hasModifierKey } from "./has-modifier-key.ts";
import "./separator.css";

interface SeparatorProps {
  /** Accessible name. */
  label: string;
  /** Size of the pane before the separator, in the same unit as `min`, `max` and `step`. */
  value: number;
  min: number;
  max: number;
  /** Change by an arrow key. */
  step: number;
  /** Returns the value for a horizontal position in CSS pixels. */
  valueAt: (clientX: number) => number;
  onChange: (value: number) => void;
}

/** Captures the pointer until it is released, wherever it moves. */
function capturePointer(event: PointerEvent): void {
  event.preventDefault();
  event.currentTarget.setPointerCapture(event.pointerId);
}

/** A separator of two panes that can be dragged, or moved with the arrow keys (WAI-ARIA window splitter). */
export function Separator({ label, value, min, max, step, valueAt, onChange }: SeparatorProps) {
  const change = (next: number) => onChange(Math.min(max, Math.max(min, next)));
  const onPointerMove = (event: PointerEvent) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) change(valueAt(event.clientX));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowLeft: value - step, ArrowRight: value + step, Home: min, End: max }[event.key];
    if (next === undefined || hasModifierKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
    change(next);
  };
  return (
    <div
      className="separator"
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={Math.round(value)}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={capturePointer}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
