import type { HookContext, HookResult, IncomingMessage, SmtpHooks, SmtpSession } from "./hooks.ts";
import type { Envelope, EsmtpParameter, Path, Peer } from "./protocol/envelope.ts";
import type { Finding } from "./protocol/record/finding.ts";
import { type SmtpAddress, SmtpListeners } from "./server.ts";
import type { SmtpEndpoint, SmtpServerOptions } from "./server-options.ts";

/** The argument of `processMessage`. */
export interface ProcessedMessage {
  readonly peer: Peer;
  /** Reverse-path; empty for the null one. */
  readonly mailFrom: string;
  readonly rcptTos: readonly string[];
  readonly data: Buffer;
  /** Parameters of MAIL as sent, such as `SIZE=512`. */
  readonly mailOptions: readonly string[];
  /** Parameters of RCPT: a list for each recipient. */
  readonly rcptOptions: readonly (readonly string[])[];
  readonly session: SmtpSession;
  readonly envelope: Envelope;
  /** Findings on the SMTP commands and the data of this message. */
  readonly findings: readonly Finding[];
}

type SmtpHandlers = Pick<SmtpHooks, "onConnect" | "onHelo" | "onAuth" | "onMail" | "onRcpt" | "onError">;

/** Each hook may be passed as an option instead of overriding the method. */
export interface SmtpServerClassOptions extends Omit<SmtpServerOptions, "hooks" | "allocator">, SmtpHandlers {
  processMessage?(message: ProcessedMessage): HookResult;
}

/**
 * An SMTP server in the style of Python's smtpd: override `processMessage`, or pass it as an option. If it returns nothing, the
 * client gets 250; a returned reply, such as `554 5.7.1 Not here`, is sent instead; if it throws, the client gets 451.
 */
export class SmtpServer {
  readonly #options: SmtpServerClassOptions;
  readonly #listeners: SmtpListeners;

  constructor(options: SmtpServerClassOptions = {}) {
    this.#options = options;
    this.#listeners = new SmtpListeners({
      ...options,
      hooks: {
        onConnect: (context) => this.onConnect(context),
        onHelo: (context) => this.onHelo(context),
        onAuth: (context) => this.onAuth(context),
        onMail: (context) => this.onMail(context),
        onRcpt: (context) => this.onRcpt(context),
        onMessage: (message) => this.#processIncoming(message),
        onError: (error, session) => this.onError(error, session),
        onSessionClose: (session) => this.onClose(session),
      },
    });
  }

  /** Opens a listener, by default on 127.0.0.1. Resolves with its address. */
  listen(endpoint: SmtpEndpoint): Promise<SmtpAddress> {
    return this.#listeners.listen(endpoint);
  }

  address(): SmtpAddress | undefined {
    return this.#listeners.address();
  }

  /** Closes all listeners and connections immediately. */
  close(): Promise<void> {
    return this.#listeners.close();
  }

  processMessage(message: ProcessedMessage): HookResult {
    return this.#options.processMessage?.(message);
  }

  onConnect(context: HookContext): HookResult {
    return this.#options.onConnect?.(context);
  }

  onHelo(context: Parameters<NonNullable<SmtpHooks["onHelo"]>>[0]): HookResult {
    return this.#options.onHelo?.(context);
  }

  onAuth(context: Parameters<NonNullable<SmtpHooks["onAuth"]>>[0]): HookResult {
    return this.#options.onAuth?.(context);
  }

  onMail(context: HookContext & { readonly path: Path }): HookResult {
    return this.#options.onMail?.(context);
  }

  onRcpt(context: HookContext & { readonly path: Path }): HookResult {
    return this.#options.onRcpt?.(context);
  }

  /** Called when a method above throws. The client gets 451. */
  onError(error: unknown, session: SmtpSession): void {
    this.#options.onError?.(error, session);
  }

  /** Called when a session ends. */
  onClose(_session: SmtpSession): void {
    // Does nothing by default; subclasses override it.
  }

  #processIncoming({ raw, envelope, session, findings }: IncomingMessage): HookResult {
    const { from, to, peer } = envelope;
    return this.processMessage({
      peer,
      mailFrom: from.address,
      rcptTos: to.map(({ address }) => address),
      data: Buffer.concat(raw),
      mailOptions: from.parameters.map(formatParameter),
      rcptOptions: to.map(({ parameters }) => parameters.map(formatParameter)),
      session,
      envelope,
      findings,
    });
  }
}

function formatParameter({ keyword, value }: EsmtpParameter): string {
  return value === null ? keyword : `${keyword}=${value}`;
}
