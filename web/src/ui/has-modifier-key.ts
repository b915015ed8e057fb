/** Whether a key was pressed with another that makes it the browser's, or a command's: Alt and ← go back, Ctrl-K is the palette. */
export const hasModifierKey = ({
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey">): boolean => ctrlKey || metaKey || altKey;
