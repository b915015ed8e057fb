/**
 * Returns whether a modifier was pressed, so that the key belongs to the browser or to a command: Alt-← goes back,
 * Ctrl-K opens the palette.
 */
export const hasModifierKey = ({
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey">): boolean => ctrlKey || metaKey || altKey;
