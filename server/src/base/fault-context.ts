/** The state of an SMTP session, or a request to a provider's API, when a scripted fault is looked up for it. */
export interface FaultContext {
  /** IP address of the client. */
  readonly peer: string;
  /** The user of a completed AUTH, or of the one in progress. */
  readonly user: string | null;
  /** Reverse-path; null outside a transaction. */
  readonly from: string | null;
  /** The current recipient at stage `rcpt`; all recipients at `data` and `message`. */
  readonly to: readonly string[];
  /** Name of the provider; undefined for an SMTP session. */
  readonly provider?: string;
  /** Whether this is one message of a request to a provider's API, not the request itself. */
  readonly isMessage?: boolean;
}
