/** Folders of compat/. They are looked for by name: what is not there is not served, and nothing else misses it. */
export const COMPAT_PRODUCTS = ["mailhog", "mailpit"];

/** Node's error for a module that is not there, and the bundle's. */
export function isMissingModule(error: unknown): boolean {
  return (
    error instanceof Error &&
    (("code" in error && error.code === "ERR_MODULE_NOT_FOUND") ||
      error.message.startsWith("Module not found in bundle"))
  );
}
