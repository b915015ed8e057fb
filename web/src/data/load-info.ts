import type { Info } from "@mailglass/shared";
import { client } from "./client.ts";
import { createPromiseCache } from "./promise-cache.ts";

const loadInfoByKey = createPromiseCache((_key: string): Promise<Info> => client.getInfo(), 1);

/** Loads the server's options once. Its counts are those of that moment. */
export const loadServerInfo = (): Promise<Info> => loadInfoByKey("");
