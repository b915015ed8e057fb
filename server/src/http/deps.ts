import type { IncomingMessage } from "node:http";
import type { Info } from "@mailglass/shared";
import type { FastifyBaseLogger } from "fastify";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import type { Budget, Mailbox } from "../mailbox/mailbox.ts";

/** The event-loop monitor, as HTTP uses it: it reports requests to it and shows its figures. */
export interface EventLoopWatch {
  readonly activities: {
    requestStarted(request: IncomingMessage): void;
    requestEnded(request: IncomingMessage): void;
  };
  /** All in seconds. */
  readFigures(): {
    readonly maxDelaySeconds: number;
    readonly p99DelaySeconds: number;
    readonly blockedSeconds: number;
    readonly starvedSeconds: number;
  };
}

export interface UploadBudgets {
  /** Bytes as they are received. */
  readonly uploads: Budget;
  /** Bytes of JSON: its text lies in V8's heap. */
  readonly json: Budget;
}

/** What the HTTP room is given by the composition. */
export interface HttpDeps {
  readonly mailbox: Mailbox;
  /** Runs what takes long on a large message. Closed by the composition. */
  readonly worker: MailWorker;
  /** Asked anew for every `GET /api/info`. */
  readonly info: () => Info;
  /** Internal errors are logged at error level, requests at debug level. */
  readonly log: FastifyBaseLogger;
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
  /** Without it, `/metrics` has no figures of the event loop. */
  readonly eventLoop?: EventLoopWatch | undefined;
  /** Pay for bodies of requests while they are received and read. Without them bodies have no common limit. */
  readonly budgets?: UploadBudgets | undefined;
}
