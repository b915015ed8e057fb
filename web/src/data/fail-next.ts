import { faultLikeMessage, faultLikeSession } from "../model/fault-like.ts";
import { client, describeError } from "./client.ts";
import { openFaultForm } from "./dialogs.ts";
import { loadMessage } from "./load-message.ts";
import { showToast } from "./toasts.ts";

/** Opens the form for a fault that fails the next message like this one. */
export async function failNextLikeMessage(id: string): Promise<void> {
  await openWhenLoaded(async () => {
    const message = await loadMessage(id);
    openFaultForm({ title: "Fail the next message like this", rule: faultLikeMessage(message) });
  });
}

/** Opens the form for a fault that fails the next session like this one. */
export async function failNextLikeSession(id: string): Promise<void> {
  await openWhenLoaded(async () => {
    const session = await client.getSession({ params: { id } });
    openFaultForm({ title: "Fail the next session like this", rule: faultLikeSession(session) });
  });
}

async function openWhenLoaded(open: () => Promise<void>): Promise<void> {
  await open().catch((reason: unknown) => showToast(describeError(reason), { kind: "error" }));
}
