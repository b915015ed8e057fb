import type { CheckableLinks, DkimCheck, SpamCheck } from "@mailglass/shared";
import { client } from "./client.ts";
import { createPromiseCache } from "./promise-cache.ts";

export const loadDkimCheck = createPromiseCache(
  (id: string): Promise<DkimCheck> => client.getDkimCheck({ params: { id } }),
  20,
);
export const loadSpamCheck = createPromiseCache(
  (id: string): Promise<SpamCheck> => client.getSpamCheck({ params: { id } }),
  20,
);
export const loadCheckableLinks = createPromiseCache(
  (id: string): Promise<CheckableLinks> => client.getCheckableLinks({ params: { id } }),
  20,
);
