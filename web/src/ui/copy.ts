import { say } from "./toast.ts";

/** Puts text on the clipboard and says so. `what` is how it is called: “Source”, “Link”. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} copied`);
  } catch {
    // Only a page from localhost or over TLS may; say it rather than look as if it had worked.
    say(`${what} could not be copied: the browser allows that on localhost and over HTTPS only.`, { kind: "error" });
  }
}
