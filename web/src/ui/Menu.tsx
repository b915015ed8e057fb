import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { hasModifierKey } from "./has-modifier-key.ts";
import { Check } from "./icons.tsx";
import { useIsUnavailable } from "./unavailable.ts";
import "./menu.css";

interface MenuProps {
  /** Content of the button that opens the menu. */
  button: ReactNode;
  /** Name of the button, if its content has none. */
  label?: string;
  size?: "small";
  className?: string;
  testId: string;
  /** Elements with the role menuitem. */
  children: ReactNode;
}

const ITEMS = "[role^=menuitem]";

/** A button that opens a menu (WAI-ARIA menu button): arrow keys move, Esc and a click elsewhere close. */
export function Menu({ button, label, size, className = "", testId, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const menuId = useId();
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return undefined;
    visibleItems(root.current)[0]?.focus();
    const closeOutside = ({ target }: Event) => {
      if (target instanceof Node && !root.current?.contains(target)) setOpen(false);
    };
    addEventListener("pointerdown", closeOutside, true);
    addEventListener("focusin", closeOutside);
    return () => {
      removeEventListener("pointerdown", closeOutside, true);
      removeEventListener("focusin", closeOutside);
    };
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!open || hasModifierKey(event)) return;
    if (event.key === "Escape" || event.key === "Tab") {
      setOpen(false);
      if (event.key === "Tab") return;
      trigger.current?.focus();
    } else {
      const next = nextItem(visibleItems(root.current), event.key);
      // Other keys are shortcuts of the page; they would act on what is below the menu.
      if (event.key !== "Enter" && event.key !== " ") event.stopPropagation();
      if (next === undefined) return;
      next.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it handles keys of the button and of the menu in it
    <div ref={root} className={`menu-root ${className}`} onKeyDown={onKeyDown}>
      <button
        ref={trigger}
        type="button"
        className="button"
        data-kind="plain"
        data-size={size}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        aria-label={label}
        data-testid={testId}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div
          id={menuId}
          className="menu"
          role="menu"
          aria-label={label}
          tabIndex={-1}
          onClick={() => {
            setOpen(false);
            trigger.current?.focus();
          }}
        >
          {children}
        </div>
      )}
    </div>
  );
}

function visibleItems(root: HTMLElement | null): HTMLElement[] {
  const items = [...(root?.querySelectorAll<HTMLElement>(ITEMS) ?? [])];
  return items.filter((item) => item.checkVisibility() && !item.matches(":disabled, [aria-disabled=true]"));
}

function nextItem(items: readonly HTMLElement[], key: string): HTMLElement | undefined {
  const at = items.findIndex((item) => item === document.activeElement);
  if (key === "ArrowDown") return items[(at + 1) % items.length];
  if (key === "ArrowUp") return items.at(at <= 0 ? -1 : at - 1);
  if (key === "Home") return items[0];
  return key === "End" ? items.at(-1) : undefined;
}

interface MenuItemProps {
  icon?: ReactNode;
  /** The keyboard shortcut. */
  keys?: string;
  className?: string;
  testId?: string;
  /** Disabled while the server does not answer. */
  needsServer?: boolean;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, keys, className, testId, needsServer = false, onSelect, children }: MenuItemProps) {
  const isUnavailable = useIsUnavailable();
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      disabled={needsServer && isUnavailable}
      className={`menu-item ${className ?? ""}`}
      data-testid={testId}
      onClick={onSelect}
    >
      <MenuItemContent icon={icon} keys={keys}>
        {children}
      </MenuItemContent>
    </button>
  );
}

interface MenuChoiceProps {
  /** `radio` for one of several, `checkbox` for a choice by itself. */
  kind: "radio" | "checkbox";
  checked: boolean;
  testId?: string;
  onSelect: () => void;
  children: ReactNode;
}

/** A menu item that shows whether it is chosen. */
export function MenuChoice({ kind, checked, testId, onSelect, children }: MenuChoiceProps) {
  return (
    <button
      type="button"
      role={`menuitem${kind}`}
      aria-checked={checked}
      tabIndex={-1}
      className="menu-item"
      data-testid={testId}
      onClick={onSelect}
    >
      <MenuItemContent icon={checked ? <Check size={14} /> : null}>{children}</MenuItemContent>
    </button>
  );
}

/** A heading within a menu. */
export function MenuHeading({ children }: { children: string }) {
  return (
    <div className="menu-heading" role="presentation">
      {children}
    </div>
  );
}

interface MenuLinkProps {
  icon?: ReactNode;
  href: string;
  newTab?: boolean;
  testId?: string;
  children: ReactNode;
}

/** A menu item that downloads a file, or opens a page in a tab of its own. Disabled while the server does not answer. */
export function MenuLink({ icon, href, newTab = false, testId, children }: MenuLinkProps) {
  const isUnavailable = useIsUnavailable();
  const target = newTab ? { target: "_blank", rel: "noopener noreferrer" } : { download: "" };
  return (
    <a
      role="menuitem"
      tabIndex={-1}
      className="menu-item"
      href={isUnavailable ? undefined : href}
      aria-disabled={isUnavailable || undefined}
      data-testid={testId}
      {...target}
    >
      <MenuItemContent icon={icon}>{children}</MenuItemContent>
    </a>
  );
}

function MenuItemContent({
  icon,
  keys,
  children,
}: {
  icon: ReactNode;
  keys?: string | undefined;
  children: ReactNode;
}) {
  return (
    <>
      <span className="menu-icon">{icon}</span>
      <span className="menu-text">{children}</span>
      {keys !== undefined && <kbd className="menu-keys">{keys}</kbd>}
    </>
  );
}
