/** Folders of compat/, loaded by name, so that a folder can be removed without changes elsewhere. */
export const COMPAT_PRODUCTS = ["mailhog", "mailpit", "providers"];

/** Recognises the error of Node, or of the bundle, for a module that does not exist. */
export function isMissingModule(error: unknown): boolean {
  return (
    error instanceof Error &&
    (("code" in error && error.code === "ERR_MODULE_NOT_FOUND") ||
      error.message.startsWith("Unknown variable dynamic import"))
  );
}
