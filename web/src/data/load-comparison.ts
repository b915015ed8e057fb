import type { Comparison } from "@mailglass/shared";
import { client, describeError } from "./client.ts";
import { createPromiseCache } from "./promise-cache.ts";
import { navigate, routeTo } from "./router.ts";
import { showToast } from "./toasts.ts";

/** Loads the comparison of two messages. The key is their ids, with a space between them. */
export const loadComparison = createPromiseCache((key: string): Promise<Comparison> => {
  const [id = "", other = ""] = key.split(" ");
  return client.compareMessages({ params: { id, other } });
}, 5);

/** Compares a message with the one before it that has the same Message-ID, whatever its subject, or else the same subject. */
export async function compareWithPrevious(id: string): Promise<void> {
  try {
    const { duplicateOf, previousWithSubject } = await client.getThread({ params: { id } });
    const previous = duplicateOf ?? previousWithSubject;
    if (previous === null) showToast("No earlier message has this subject, or this Message-ID");
    else navigate(routeTo({ id: previous, other: id }));
  } catch (reason) {
    showToast(`The message was not compared: ${describeError(reason)}`, { kind: "error" });
  }
}
