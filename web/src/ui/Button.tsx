import type { ComponentProps, ReactNode } from "react";
import { useIsUnavailable } from "./unavailable.ts";
import "./button.css";

interface ButtonStyle {
  /** `main`: the primary action. `plain`: no border, for toolbars. `danger`: cannot be undone. */
  kind?: "main" | "plain" | "danger";
  size?: "small";
}

interface ServerUse {
  /** Disabled while the server does not answer, or if it no longer has the message. */
  needsServer?: boolean;
}

export function Button({
  kind,
  size,
  needsServer = false,
  disabled = false,
  ...rest
}: ButtonStyle & ServerUse & ComponentProps<"button">) {
  const isUnavailable = useIsUnavailable();
  return (
    <button
      type="button"
      className="button"
      data-kind={kind}
      data-size={size}
      disabled={disabled || (needsServer && isUnavailable)}
      {...rest}
    />
  );
}

type IconButtonProps = ButtonStyle &
  ServerUse &
  Omit<ComponentProps<"button">, "aria-label" | "title"> & { label: string; keys?: string };

/** An icon button: `label` is its accessible name, `keys` its keyboard shortcut. */
export function IconButton({ label, keys, kind = "plain", size, children, ...rest }: IconButtonProps) {
  return (
    <Button
      data-icon=""
      kind={kind}
      {...(size && { size })}
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys})`}
      {...rest}
    >
      {children}
    </Button>
  );
}

type LinkButtonProps = ButtonStyle & ServerUse & ComponentProps<"a"> & { icon?: boolean };

/** A link that looks like a button, for anything with a URL, such as a download. */
export function LinkButton({ kind, size, icon, needsServer = false, href, children, ...rest }: LinkButtonProps) {
  const isUnavailable = useIsUnavailable() && needsServer;
  return (
    <a
      className="button"
      data-kind={kind}
      data-size={size}
      data-icon={icon ? "" : undefined}
      href={isUnavailable ? undefined : href}
      aria-disabled={isUnavailable || undefined}
      {...rest}
    >
      {children}
    </a>
  );
}

interface SegmentedControlProps<T extends string> {
  /** Name of the group. */
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode; title?: string }[];
  onChange: (value: T) => void;
  size?: "small";
}

/** A choice between a few options: radio buttons in a strip. */
export function SegmentedControl<T extends string>({
  label,
  value,
  options,
  onChange,
  size,
}: SegmentedControlProps<T>) {
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
