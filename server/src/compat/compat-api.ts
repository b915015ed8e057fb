import type { FastifyInstance } from "fastify";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import type { NetworkChecks } from "../mailbox/network-checks.ts";
import type { ReleaseMail } from "../mailbox/release.ts";
import type { TemplateStore } from "../mailbox/template-store.ts";
import type { FairWriter } from "../request/fair-writer.ts";
import type { WarningLog } from "./fan-out.ts";
import type { NamedUpstream, RelaySettings } from "./release.ts";

/** Dependencies of every compat API; each uses what its product supports. */
export interface CompatDeps {
  readonly mailbox: Mailbox;
  readonly log: WarningLog;
  /** Runs expensive work on large messages. */
  readonly worker: MailWorker;
  /** Writes the events of all streams. */
  readonly writer: FairWriter;
  readonly version: string;
  /** The host name in the SMTP greeting. */
  readonly hostname: string;
  /** A name for this instance; may be empty. */
  readonly label: string;
  /** Maximum bytes of the body when a message is sent through the API. */
  readonly maxMessageBytes: number;
  readonly release: ReleaseMail;
  /** Servers that a release may name. */
  readonly upstreams: readonly NamedUpstream[];
  /** Null if mail cannot be released. */
  readonly relay: RelaySettings | null;
  /** The checks that need the network. */
  readonly checks: NetworkChecks;
  /** Whether responses are compressed, in the APIs that do that. */
  readonly compressesResponses: boolean;
  /** As given on the command line: each product parses its own settings. */
  readonly chaos: string | null;
  readonly jim: readonly string[];
  readonly inviteJim: boolean;
  /** The keys that the APIs of providers accept; any if empty. */
  readonly providerKeys: readonly string[];
  readonly templates: TemplateStore;
  /** Whether --web-auth is given. */
  readonly requiresPassword: boolean;
}

/**
 * Registers a product's API over our mailbox: `compat/<product>/register-api.ts` exports it as `registerApi`. app/
 * finds compat APIs by their folders, so one can be added or deleted without a change elsewhere.
 *
 * @throws {CompatSettingError} if a setting of the product is not valid
 */
export type RegisterCompatApi = (app: FastifyInstance, deps: CompatDeps) => Promise<void>;

/** A setting is not valid; the message says what would be. */
export class CompatSettingError extends Error {
  override name = "CompatSettingError";
}
