/** Returns the message of what was thrown; anything but an error is written as text. */
export function readErrorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
