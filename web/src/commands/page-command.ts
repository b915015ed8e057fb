/** A command, available by key, from the palette, or both. */
export interface PageCommand {
  readonly id: string;
  readonly title: string;
  readonly group: "Go" | "List" | "Message" | "Page";
  /** Names as in `KeyboardEvent.key`; the first one is shown. */
  readonly keys: readonly string[];
  /** Not listed in the palette: it is already there, or makes sense only by key. */
  readonly keysOnly?: true;
  /** Not available while the server does not answer. */
  readonly needsServer?: true;
  /** Whether the command is currently available. */
  readonly when?: () => boolean;
  readonly run: () => void;
}
