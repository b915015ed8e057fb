import { COMMANDS, isAvailable } from "./commands.ts";

/** Handles keys for the whole page. */
export function startKeyboardShortcuts(): void {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = shortcutName(event);
    if (name === null || (!name.startsWith("Mod-") && isHandledByControl(event))) return;
    const command = COMMANDS.find((one) => one.keys.includes(name) && isAvailable(one));
    if (!command) return;
    event.preventDefault();
    command.run();
  });
}

/**
 * Returns the name of a shortcut. `Mod` is Ctrl, or Cmd on a Mac. Shift is named with arrows only: with others it makes
 * another character. Other combinations belong to the browser.
 */
function shortcutName({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string | null {
  const chord = ctrlKey || metaKey;
  if (altKey || (chord && shiftKey)) return null;
  if (chord) return `Mod-${key.toLowerCase()}`;
  return shiftKey && key.startsWith("Arrow") ? `Shift-${key}` : key;
}

/** Returns whether the key belongs to the focused control: text fields, and keys that the control handles itself. */
function isHandledByControl({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) return true;
  if (key === "Enter") return target.matches("a, button, summary, input");
  if (key.startsWith("Arrow") || key.startsWith("Page") || key === "Home" || key === "End") {
    return target.matches("input, iframe, [role=tab], [role=separator], [role=region], pre");
  }
  return false;
}

/** Formats a key for display. */
export function formatKey(key: string): string {
  if (key.startsWith("Mod-")) {
    const mac = navigator.platform.startsWith("Mac");
    return `${mac ? "⌘" : "Ctrl "}${key.slice(4).toUpperCase()}`;
  }
  if (key.startsWith("Shift-")) return `Shift ${formatKey(key.slice(6))}`;
  return { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc", Delete: "Del", PageDown: "PgDn", PageUp: "PgUp" }[key] ?? key;
}
