import type { ComponentProps, ReactNode } from "react";
import "./button.css";

interface Look {
  /** `main`: the one thing to do here. `plain`: no edge, for bars. `danger`: cannot be undone. */
  kind?: "main" | "plain" | "danger";
  size?: "small";
}

export function Button({ kind, size, ...rest }: Look & ComponentProps<"button">) {
  return <button type="button" className="button" data-kind={kind} data-size={size} {...rest} />;
}

type IconProps = Look & Omit<ComponentProps<"button">, "aria-label" | "title"> & { label: string; keys?: string };

/** A button that is only a picture: `label` is its name for everybody, `keys` the key that does the same. */
export function IconButton({ label, keys, kind = "plain", size, children, ...rest }: IconProps) {
  return (
    <button
      type="button"
      className="button"
      data-icon=""
      data-kind={kind}
      data-size={size}
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys})`}
      {...rest}
    >
      {children}
    </button>
  );
}

type LinkProps = Look & ComponentProps<"a"> & { icon?: boolean };

/** A link that looks like a button: for what has an address, such as a download. */
export function LinkButton({ kind, size, icon, children, ...rest }: LinkProps) {
  return (
    <a className="button" data-kind={kind} data-size={size} data-icon={icon ? "" : undefined} {...rest}>
      {children}
    </a>
  );
}

interface SegmentsProps<T extends string> {
  /** What is chosen here: the name of the group. */
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode; title?: string }[];
  onChange: (value: T) => void;
  size?: "small";
}

/** One of a few: radio buttons drawn as a strip. */
export function Segments<T extends string>({ label, value, options, onChange, size }: SegmentsProps<T>) {
  return (
    <fieldset className="segments" data-size={size} aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className="segment" title={option.title}>
          <input
            type="radio"
            name={label}
            aria-label={option.title}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
