/** An SMTP server that a message is sent to. */
export interface ReleaseTarget {
  readonly host: string;
  readonly port: number;
}

/** A request to release a message of the mailbox. */
export interface ReleaseRequest {
  /** Reverse-path, unless the operator has configured one. */
  readonly from: string;
  /** The target server; null: the first server that the operator has configured. */
  readonly upstream: ReleaseTarget | null;
  /** The recipients. Those of the message are not used. */
  readonly to: readonly string[];
}

/** `refused`: the operator does not allow it, or the request is invalid. `failed`: the server refused it, or the network failed. */
export type ReleaseOutcome =
  | { readonly type: "sent" }
  | { readonly type: "refused" | "failed"; readonly reason: string };

/** Sends a source, given in chunks, to other recipients, through servers that the operator allows. */
export type ReleaseMail = (source: readonly Uint8Array[], request: ReleaseRequest) => Promise<ReleaseOutcome>;
