import type { ComponentProps } from "react";

/** A small field in a room's bar; `label` is its name, and what stands in it while it is empty. */
export function FilterInput({
  label,
  onText,
  ...rest
}: ComponentProps<"input"> & { label: string; onText: (text: string) => void }) {
  return (
    <input
      className="filter"
      type="search"
      placeholder={label}
      aria-label={label}
      onChange={(event) => onText(event.target.value)}
      {...rest}
    />
  );
}
