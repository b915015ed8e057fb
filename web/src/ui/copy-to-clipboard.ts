import { showToast } from "../data/toasts.ts";

/** Puts text on the clipboard and says so. `label` is how it is called: “Source”, “Link”. */
export async function copyToClipboard(text: string, label: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast(`${label} copied`);
  } catch {
    // Only a page from localhost or over TLS may; say it rather than look as if it had worked.
    showToast(`${label} could not be copied: the browser allows that on localhost and over HTTPS only.`, {
      kind: "error",
    });
  }
}
