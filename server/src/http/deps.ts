import type { Info } from "@mailglass/shared";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";

/** What goes wrong inside is told here; requests are not logged. */
export interface HttpLog {
  error(message: string, error: unknown): void;
}

/** What the HTTP room is given by the composition. */
export interface HttpDeps {
  readonly mailbox: Mailbox;
  /** Runs what takes long on a large message. Closed by the composition. */
  readonly worker: MailWorker;
  /** Asked anew for every `GET /api/info`. */
  readonly info: () => Info;
  readonly log: HttpLog;
  /** The address that is listened on, as it was configured: `127.0.0.1`, `::`, `localhost`. */
  readonly host: string;
  /** Folder of the built page; without it there is only the API. */
  readonly webRoot?: string | undefined;
  /** Begins and ends with a slash; `/` where there is none. Requests are understood with and without it. */
  readonly basePath?: string;
  /** Further names for the Host header field; `.example.com` stands for all below it, `*` for any. */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages may use the API, e.g. `http://localhost:3000`; `*` for any. */
  readonly allowedOrigins?: readonly string[];
  /** Whether a user may come in, by HTTP Basic; without it everybody may. */
  readonly auth?: ((user: string, password: string) => boolean | Promise<boolean>) | undefined;
  /** Sends a test message through our own SMTP port; resolves once it was accepted. */
  readonly sendTest?: (() => Promise<void>) | undefined;
}
