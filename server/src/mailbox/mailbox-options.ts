import type { OnEventError } from "./change-log.ts";
import type { JobRunner } from "./large-message-queue.ts";
import type { MailboxLimits } from "./mailbox.ts";

export const DEFAULT_LIMITS: MailboxLimits = {
  messages: 1_000,
  bytes: 256 * 1024 * 1024,
  envelopeBytes: Number.POSITIVE_INFINITY,
};

export interface MailboxOptions {
  readonly limits?: Partial<MailboxLimits>;
  /** Closed sessions that are kept; 1,000 where nothing is said. */
  readonly maxClosedSessions?: number;
  /** Receives what a listener threw; the mailbox has unsubscribed it by then. */
  readonly onEventError?: OnEventError | undefined;
  /** Estimated bytes of heap that all sessions may take; without a limit where nothing is said. */
  readonly maxSessionBytes?: number;
  /** Whether rows and search data of new messages are prepared while nothing else happens. */
  readonly prepareWhenIdle?: boolean;
  /** Reads large messages; the main thread does where none is given. */
  readonly worker?: JobRunner;
}
