import type { FastifyInstance } from "fastify";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import type { WarningLog } from "./fan-out.ts";
import type { NamedUpstream, RelaySettings, Release } from "./release.ts";

/** What every face is given, of which each takes what its product has. */
export interface FaceDeps {
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
  readonly release: Release;
  /** Servers that a release may name. */
  readonly upstreams: readonly NamedUpstream[];
  /** Null where mail can be released nowhere. */
  readonly relay: RelaySettings | null;
  /** Whether a link check may ask the servers that a message names. */
  readonly fetchLinks: boolean;
  /** As on the command line: what only one product knows, its face reads. */
  readonly chaos: string | null;
  readonly jim: readonly string[];
  readonly inviteJim: boolean;
}

/**
 * A product's API over our mailbox: what `compat/<product>/face.ts` exports as `face`. The composition finds faces by
 * their folders, so that none of it need be changed when one comes or goes.
 *
 * @throws {FaceSettingError} where a setting of the product cannot be read
 */
export type Face = (app: FastifyInstance, deps: FaceDeps) => Promise<void>;

/** The message says what would be right. */
export class FaceSettingError extends Error {
  override name = "FaceSettingError";
}
