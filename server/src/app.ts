import type { Info } from "@mailglass/shared";
import { closed, listenHttp } from "./app-http.ts";
import { listenSmtp } from "./app-smtp.ts";
import { createMailWorker } from "./app-worker.ts";
import type { Log } from "./log.ts";
import { isLoopback } from "./loopback.ts";
import { createMailbox } from "./mailbox/create-mailbox.ts";
import type { Mailbox } from "./mailbox/mailbox.ts";
import type { Config } from "./options.ts";
import { version } from "./version.ts";

export interface Listening {
  readonly host: string;
  readonly port: number;
}

/** A Mailglass that runs: every port that was asked for is open. */
export interface App {
  /** The page's address, base path included. */
  readonly url: string;
  readonly smtp: Listening;
  readonly smtps: Listening | null;
  readonly lmtp: Listening | null;
  readonly http: Listening;
  readonly mailbox: Mailbox;
  /** What the person who started it should know, a sentence each. */
  readonly warnings: readonly string[];
  /** Closes every port and connection at once. */
  close(): Promise<void>;
}

/**
 * Puts the rooms together and opens the ports.
 *
 * @throws {ConfigError} when a port cannot be had, or a file that an option names cannot be read
 */
export async function startApp(config: Config, log: Log): Promise<App> {
  const startedAt = new Date().toISOString();
  const worker = createMailWorker(log);
  const mailbox = createMailbox({
    limits: { messages: config.maxMessages, bytes: config.maxBytes },
    sessions: config.maxSessions,
    worker,
  });
  const mail = await listenSmtp(config, mailbox, log);
  const info = (http: Listening): Info => ({
    name: "mailglass",
    version,
    instance: mailbox.instance,
    startedAt,
    smtp: mail.smtp,
    smtps: mail.smtps,
    lmtp: mail.lmtp,
    http,
    starttls: mail.starttls,
    limits: { messages: config.maxMessages, bytes: config.maxBytes, messageBytes: config.maxMessageBytes },
    counts: mailbox.counts(),
  });
  const web = await listenHttp(config, { mailbox, worker, info, smtp: mail.smtp, log }).catch(
    async (error: unknown) => {
      await mail.close();
      throw error;
    },
  );
  return {
    url: web.url,
    smtp: mail.smtp,
    smtps: mail.smtps,
    lmtp: mail.lmtp,
    http: web.http,
    mailbox,
    warnings: exposed(config),
    async close() {
      mailbox.close();
      worker.close();
      await Promise.all([mail.close(), closed(web.server)]);
    },
  };
}

const asksForPassword = (config: Config) => config.webAuth.length > 0 || config.webAuthFile !== null;

/** What whoever can reach this machine can do. */
function exposed(config: Config): string[] {
  return [
    ...(isLoopback(config.httpHost) || asksForPassword(config)
      ? []
      : [
          `The page and API listen on ${config.httpHost}: whoever can reach this machine can read every message that is caught, reset links and codes included. --web-auth asks for a password.`,
        ]),
    ...(isLoopback(config.smtpHost)
      ? []
      : [`SMTP listens on ${config.smtpHost}: whoever can reach this machine can put mail into the inbox.`]),
  ];
}
