import type { ProviderReply } from "./provider.ts";

/** A successful reply. */
export const answer = (body: unknown): ProviderReply => ({ status: 200, body });
