import type { Comparison } from "@mailglass/shared";
import { client } from "./client.ts";
import { createPromiseCache } from "./promise-cache.ts";
import { navigate, routeTo } from "./router.ts";
import { showToast } from "./toasts.ts";

/** Loads the comparison of two messages. The key is their ids, with a space between them. */
export const loadComparison = createPromiseCache((key: string): Promise<Comparison> => {
  const [id = "", other = ""] = key.split(" ");
  return client.compareMessages({ params: { id, other } });
}, 5);

/** Compares a message with the last one before it that has the same subject. */
export async function compareWithPrevious(id: string): Promise<void> {
  const { previousWithSubject } = await client.getThread({ params: { id } });
  if (previousWithSubject === null) showToast("No earlier message has this subject");
  else navigate(routeTo({ id: previousWithSubject, other: id }));
}
