import type { FastifyInstance } from "fastify";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import type { ReleaseMail } from "../mailbox/release.ts";
import type { WarningLog } from "./fan-out.ts";
import type { NamedUpstream, RelaySettings } from "./release.ts";

/** What every compat API receives; each uses what its product has. */
export interface CompatDeps {
  readonly mailbox: Mailbox;
  readonly log: WarningLog;
  /** Runs what takes long on a large message. */
  readonly worker: MailWorker;
  readonly version: string;
  /** The name that SMTP greets with. */
  readonly hostname: string;
  /** A name for this instance; may be empty. */
  readonly label: string;
  /** Bytes of the body of a send. */
  readonly maxMessageBytes: number;
  readonly release: ReleaseMail;
  /** Servers that a release may name. */
  readonly upstreams: readonly NamedUpstream[];
  /** Null where mail can be released nowhere. */
  readonly relay: RelaySettings | null;
  /** Whether a link check may ask the servers that a message names. */
  readonly fetchLinks: boolean;
  /** As on the command line: what only one product knows, its compat API parses. */
  readonly chaos: string | null;
  readonly jim: readonly string[];
  readonly inviteJim: boolean;
}

/**
 * Registers a product's API over our mailbox: `compat/<product>/register-api.ts` exports it as `registerApi`. app/ finds compat
 * APIs by their folders: one can be added or deleted without a change elsewhere.
 *
 * @throws {CompatSettingError} where a setting of the product cannot be read
 */
export type RegisterCompatApi = (app: FastifyInstance, deps: CompatDeps) => Promise<void>;

/** The message says what would be right. */
export class CompatSettingError extends Error {
  override name = "FaceSettingError";
}
