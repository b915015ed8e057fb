/**
 * Returns the message of what was thrown; anything but an error is written as text. Node gives no message, only a code, if it could
 * connect to none of several addresses.
 */
export function readErrorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === "" ? (readErrorCode(error) ?? error.name) : error.message;
}

/** Returns the code of an error of Node, such as `EADDRINUSE`; undefined if it has none. */
export function readErrorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
