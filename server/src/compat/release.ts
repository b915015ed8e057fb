import type { ReleaseTarget } from "../mailbox/release.ts";

/** A server of MailHog's `-outgoing-smtp` file. MailHog's API lists it without its password. */
export interface NamedUpstream extends ReleaseTarget {
  readonly name: string;
  /** Suggested recipient. */
  readonly email: string;
  readonly username: string;
}

/** The server that Mailpit's release sends to, as Mailpit's API describes it. */
export interface RelaySettings extends ReleaseTarget {
  readonly returnPath: string;
  /** Regular expressions; empty if there are none. */
  readonly allowedRecipients: string;
  readonly blockedRecipients: string;
  /** Edits of the header, as in our own API. */
  readonly subjectPrefix: string | null;
  readonly headerFrom: string | null;
}
