import { showToast } from "../data/toasts.ts";

/** Copies text to the clipboard and confirms it. `label` names the text: “Source”, “Link”. */
export async function copyToClipboard(text: string, label: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast(`${label} copied`);
  } catch {
    // Copying works on localhost and over TLS only; report the failure.
    showToast(`${label} could not be copied: browsers allow that only on localhost and over HTTPS.`, {
      kind: "error",
    });
  }
}
