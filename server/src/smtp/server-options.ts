import type { Allocator } from "../base/allocator.ts";
import type { SmtpHooks } from "./hooks.ts";
import type { Budgets } from "./protocol/budget.ts";
import type { ListenerKind } from "./protocol/envelope.ts";
import type { SmtpLimits } from "./protocol/limits.ts";
import type { TlsOptions } from "./tls.ts";

export interface AuthOptions {
  /** User names and their passwords. Without them any credentials are taken, and who came is written down. */
  readonly users?: Readonly<Record<string, string>>;
  /** SASL mechanisms that are offered and taken, such as `["XOAUTH2"]`. Default: all. */
  readonly mechanisms?: readonly string[];
  /** MAIL before AUTH gets 530. Default: false. */
  readonly required?: boolean;
  /** AUTH is neither offered nor taken without TLS. Default: false, since this is a catcher. */
  readonly requiresTls?: boolean;
}

export interface SmtpServerOptions {
  /** The name in greetings. Default: that of the system. */
  readonly hostname?: string;
  /** Limits and timeouts; those left out have their default. */
  readonly limits?: Partial<SmtpLimits>;
  /** `"auto"` makes a self-signed certificate in memory; without this option STARTTLS is not offered. */
  readonly tls?: TlsOptions;
  /** Commands before STARTTLS get 530. Default: false. */
  readonly requireTls?: boolean;
  readonly auth?: AuthOptions;
  /** Names of extensions that are neither offered nor taken, to test a client's fallback. */
  readonly hideExtensions?: readonly string[];
  /** Findings of severity error are refused. Default: false. */
  readonly strict?: boolean;
  /**
   * Where messages go while they come. That of a message which `onMessage` was given is the hook's from then on, whatever the hook answers;
   * that of all others is given back. Default: buffers that nobody writes to again.
   */
  readonly allocator?: Allocator;
  /** Bytes that all connections together may use; what does not fit is refused with 452 4.3.1. Default: without limits. */
  readonly budgets?: Partial<Budgets>;
  readonly hooks?: SmtpHooks;
}

/** Where to listen, and for what: SMTP, SMTP over implicit TLS, or LMTP. Default: SMTP on 127.0.0.1. */
export type SmtpEndpoint = { readonly kind?: ListenerKind } & (
  | { readonly host?: string /** 0 for any free one */; readonly port: number }
  | { readonly path: string }
);
