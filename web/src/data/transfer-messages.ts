import { client, describeError } from "./client.ts";
import { openMessage } from "./message-actions.ts";
import { showToast } from "./toasts.ts";

/** Sends a message to the server's own SMTP port again, with its envelope. It arrives as another message. */
export async function resendMessage(id: string): Promise<void> {
  try {
    const { id: copyId } = await client.resendMessage({ params: { id } });
    showToast("Sent again, to the SMTP port of Mailglass", {
      action: { label: "Open", run: () => openMessage(copyId) },
    });
  } catch (reason) {
    showToast(`Could not be sent again: ${describeError(reason)}`, { kind: "error" });
  }
}

/** Sends a message through the server of `--relay`. Returns why that failed; null if it did not. */
export async function releaseMessage(id: string, to: string[]): Promise<string | null> {
  try {
    const { recipients, relay } = await client.releaseMessage({ params: { id }, body: { to } });
    showToast(`Released to ${recipients.join(", ")} through ${relay}`);
    return null;
  } catch (reason) {
    return describeError(reason);
  }
}
