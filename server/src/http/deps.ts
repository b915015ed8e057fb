import type { IncomingMessage } from "node:http";
import type { Info } from "@mailglass/shared";
import type { FastifyBaseLogger } from "fastify";
import type { TurnGate } from "../base/turn-gate.ts";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import type { NetworkChecks } from "../mailbox/network-checks.ts";
import type { ReleaseMail } from "../mailbox/release.ts";
import type { Budget } from "../mailbox/session-log.ts";
import type { SubmitMail, SubmitOutcome } from "../mailbox/submit.ts";
import type { TemplateStore } from "../mailbox/template-store.ts";
import type { FairWriter } from "../request/fair-writer.ts";

/** The event-loop monitor as HTTP uses it: requests are reported to it, and `/metrics` shows its figures. */
export interface EventLoopWatch {
  readonly activities: {
    requestStarted(request: IncomingMessage): void;
    requestEnded(request: IncomingMessage): void;
  };
  /** All values are in seconds. */
  readFigures(): {
    readonly maxDelaySeconds: number;
    readonly p99DelaySeconds: number;
    readonly blockedSeconds: number;
    readonly starvedSeconds: number;
  };
}

export interface UploadBudgets {
  /** Bytes of bodies as they are received. */
  readonly uploads: Budget;
  /** Bytes of JSON, whose text is on V8's heap. */
  readonly json: Budget;
}

/** Dependencies of the HTTP server, provided by app/. */
export interface HttpDeps {
  readonly mailbox: Mailbox;
  /** Runs expensive work on large messages. Closed by app/. */
  readonly worker: MailWorker;
  /** Writes the events of all streams. */
  readonly writer: FairWriter;
  /** Passed by those that may all continue in one turn of the event loop. */
  readonly gate: TurnGate;
  /** The checks that need the network. */
  readonly checks: NetworkChecks;
  /** Templates of providers. */
  readonly templates: TemplateStore;
  /** Called for every `GET /api/info`. */
  readonly info: () => Info;
  /** Internal errors are logged at error level, requests at debug level. */
  readonly log: FastifyBaseLogger;
  /** The configured listening address: `127.0.0.1`, `::`, `localhost`. */
  readonly host: string;
  /** PEM. With a certificate, the server speaks HTTPS only. */
  readonly certificate?: { readonly cert: string; readonly key: string } | undefined;
  /** Folder of the built page; undefined serves the API only. */
  readonly webRoot?: string | undefined;
  /** Begins and ends with a slash; default `/`. Requests are accepted with and without it. */
  readonly basePath?: string;
  /** Further names accepted in the Host header field; `.example.com` includes all subdomains, `*` allows any. */
  readonly allowedHosts?: readonly string[];
  /** Whether names of private networks, such as `mailglass`, are refused even if the server listens on more than loopback. */
  readonly strictHost?: boolean;
  /** Networks of proxies whose `Forwarded` and `X-Forwarded-*` are used, in CIDR notation. */
  readonly trustedProxies?: readonly string[];
  /** Origins whose pages may use the API, e.g. `http://localhost:3000`; `*` allows any. */
  readonly allowedOrigins?: readonly string[];
  /** Checks HTTP Basic credentials; undefined gives everybody access. */
  readonly auth?: ((user: string, password: string) => boolean | Promise<boolean>) | undefined;
  /** Sends a message to servers that the operator has configured. */
  readonly release?: ReleaseMail | undefined;
  /** Sends a message to our own SMTP port. */
  readonly submit?: SubmitMail | undefined;
  /** Sends a test message through our own SMTP port. */
  readonly sendTest?: (() => Promise<SubmitOutcome>) | undefined;
  /** Source of the event-loop figures in `/metrics`, which are omitted without it. */
  readonly eventLoop?: EventLoopWatch | undefined;
  /** Memory budgets for request bodies while they are received and parsed. Without them there is no common limit. */
  readonly budgets?: UploadBudgets | undefined;
  /** Maximum number of requests for a message that are answered at once; by default, there is none. */
  readonly maxConcurrentReads?: number;
}
