import type { HookContext, HookResult, IncomingMessage, SmtpHooks, SmtpSession } from "./hooks.ts";
import type { EsmtpParameter, Path, Peer } from "./protocol/envelope.ts";
import { type SmtpAddress, SmtpListeners } from "./server.ts";
import type { SmtpEndpoint, SmtpServerOptions } from "./server-options.ts";

/** A message as `processMessage` gets it. */
export interface ProcessedMessage {
  readonly peer: Peer;
  /** Reverse-path; empty for the null one. */
  readonly mailFrom: string;
  readonly rcptTos: readonly string[];
  readonly data: Buffer;
  /** Parameters of MAIL as they were sent, such as `SIZE=512`. */
  readonly mailOptions: readonly string[];
  /** Parameters of RCPT, a list for each recipient. */
  readonly rcptOptions: readonly (readonly string[])[];
  readonly session: SmtpSession;
}

type SmtpHandlers = Pick<SmtpHooks, "onConnect" | "onHelo" | "onAuth" | "onMail" | "onRcpt" | "onError">;

/** Any method that decides may be given as an option, instead of overriding it. */
export interface SmtpServerClassOptions extends Omit<SmtpServerOptions, "hooks" | "allocator">, SmtpHandlers {
  processMessage?(message: ProcessedMessage): HookResult;
}

/**
 * The class that the article on Python's smtpd begins with: override `processMessage`, or pass it in. Returning nothing is
 * 250; a reply, such as `554 5.7.1 Not here`, is sent; throwing is 451, and the server lives on.
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

  /** Opens a listener, on 127.0.0.1 where nothing else is said; resolves with where it can be reached. */
  listen(endpoint: SmtpEndpoint): Promise<SmtpAddress> {
    return this.#listeners.listen(endpoint);
  }

  address(): SmtpAddress | undefined {
    return this.#listeners.address();
  }

  /** Closes at once: listeners, and the connections of all clients. */
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

  /** A method above threw; the client got 451. */
  onError(error: unknown, session: SmtpSession): void {
    this.#options.onError?.(error, session);
  }

  /** A session is over. */
  onClose(_session: SmtpSession): void {
    // For those who override it.
  }

  #processIncoming({ raw, envelope, session }: IncomingMessage): HookResult {
    const { from, to, peer } = envelope;
    return this.processMessage({
      peer,
      mailFrom: from.address,
      rcptTos: to.map(({ address }) => address),
      data: Buffer.concat(raw),
      mailOptions: from.parameters.map(formatParameter),
      rcptOptions: to.map(({ parameters }) => parameters.map(formatParameter)),
      session,
    });
  }
}

function formatParameter({ keyword, value }: EsmtpParameter): string {
  return value === null ? keyword : `${keyword}=${value}`;
}
