import type { ComponentProps } from "react";

/** A small input for a toolbar; `label` is its accessible name and placeholder. */
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
