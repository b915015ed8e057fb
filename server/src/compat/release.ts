/** Where a message is to be sent, when it is told; null is the server that the operator has configured. */
export interface ReleaseTarget {
  readonly host: string;
  readonly port: number;
}

/** A server of MailHog's `-outgoing-smtp` file. Its password stays where it is. */
export interface NamedUpstream extends ReleaseTarget {
  readonly name: string;
  /** Recipient to propose. */
  readonly email: string;
  readonly username: string;
}

/** The server that Mailpit's release goes to, as its page tells it. */
export interface RelaySettings extends ReleaseTarget {
  readonly returnPath: string;
  /** Regular expressions; empty for none. */
  readonly allowedRecipients: string;
  readonly blockedRecipients: string;
}

export interface ReleaseRequest {
  /** Reverse-path, where the operator has not configured one. */
  readonly from: string;
  readonly upstream: ReleaseTarget | null;
  readonly to: readonly string[];
}

/** `refused` says why it may not be sent, which is for the caller to mend; `failed` what the server said. */
export type ReleaseOutcome =
  | { readonly type: "sent" }
  | { readonly type: "refused" | "failed"; readonly reason: string };

/** Sends a source, given in pieces, on to other recipients, to servers that the operator allows. */
export type ReleaseMail = (source: readonly Uint8Array[], request: ReleaseRequest) => Promise<ReleaseOutcome>;
