import type { ComponentType } from "react";
import { loadContent, loadMessage } from "../../data/load-message.ts";
import { createPromiseCache } from "../../data/promise-cache.ts";

/**
 * Loads the content of a message that is shown in cards, together with the component that shows it; null if there is
 * none, as in most messages.
 */
export const loadCards = createPromiseCache(async (id: string): Promise<ComponentType<{ id: string }> | null> => {
  const { contents } = await loadMessage(id);
  if (contents.length === 0) return null;
  const [{ ContentCards }] = await Promise.all([import("./ContentCards.tsx"), loadContent(id)]);
  return ContentCards;
}, 20);
