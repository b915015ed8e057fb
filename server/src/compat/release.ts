/** Destination of a released message; null stands for the configured server. */
export interface ReleaseTarget {
  readonly host: string;
  readonly port: number;
}

/** A server of MailHog's `-outgoing-smtp` file, without its password. */
export interface NamedUpstream extends ReleaseTarget {
  readonly name: string;
  /** Suggested recipient. */
  readonly email: string;
  readonly username: string;
}

/** The server of Mailpit's release, as shown to clients. */
export interface RelaySettings extends ReleaseTarget {
  readonly returnPath: string;
  /** Regular expressions; empty if there are none. */
  readonly allowedRecipients: string;
  readonly blockedRecipients: string;
}

export interface ReleaseRequest {
  /** Reverse-path, unless the operator has configured one. */
  readonly from: string;
  readonly upstream: ReleaseTarget | null;
  readonly to: readonly string[];
}

/** `refused` says why it may not be sent, so that the caller can correct it; `failed` is the server's reply. */
export type ReleaseOutcome =
  | { readonly type: "sent" }
  | { readonly type: "refused" | "failed"; readonly reason: string };

/** Sends a source, given in chunks, to other recipients, through servers that the operator allows. */
export type ReleaseMail = (source: readonly Buffer[], request: ReleaseRequest) => Promise<ReleaseOutcome>;
