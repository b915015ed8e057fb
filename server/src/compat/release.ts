import type { StoredMessage } from "../mailbox/mailbox.ts";

/** Where a message is to be sent, when it is told; null is the server that the operator has configured. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
}

/**
 * Sends a stored message on to other recipients. Only to servers that the operator allows; `refused` says why not
 * (which is the caller's fault), and `failed` what the server said.
 */
export type Release = (
  message: StoredMessage,
  request: { readonly upstream: Upstream | null; readonly to: readonly string[] },
) => Promise<{ readonly type: "sent" } | { readonly type: "refused" | "failed"; readonly reason: string }>;
