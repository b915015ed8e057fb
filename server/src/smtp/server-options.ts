import type { Allocator } from "../base/allocator.ts";
import type { SmtpHooks } from "./hooks.ts";
import type { Budgets } from "./protocol/budget.ts";
import type { ListenerKind } from "./protocol/envelope.ts";
import type { SmtpLimits } from "./protocol/limits.ts";
import type { TlsOptions } from "./tls.ts";

export interface AuthOptions {
  /** User names and their passwords. Without this option any credentials are accepted, and the user is recorded. */
  readonly users?: Readonly<Record<string, string>>;
  /** SASL mechanisms that are offered and accepted, such as `["XOAUTH2"]`. Default: all. */
  readonly mechanisms?: readonly string[];
  /** MAIL before AUTH gets 530. Default: false. */
  readonly required?: boolean;
  /** AUTH is neither offered nor accepted without TLS. Default: false, because this is a mail catcher. */
  readonly requiresTls?: boolean;
}

export interface SmtpServerOptions {
  /** The host name in replies. Default: the system's. */
  readonly hostname?: string;
  /** Limits and timeouts. Default: DEFAULT_LIMITS. */
  readonly limits?: Partial<SmtpLimits>;
  /** `"auto"` creates a self-signed certificate in memory. Without this option STARTTLS is not offered. */
  readonly tls?: TlsOptions;
  /** Commands before STARTTLS get 530. Default: false. */
  readonly requireTls?: boolean;
  readonly auth?: AuthOptions;
  /** Names of extensions that are neither offered nor accepted, to test how a client falls back. */
  readonly hideExtensions?: readonly string[];
  /** Findings are refused: true for those of all groups, or a list of groups ("wire", "envelope", "login", "tls"). Default: false. */
  readonly strict?: boolean | readonly string[];
  /**
   * Provides the memory that messages are received into. `onMessage` owns the chunks that it receives, whatever it returns; all
   * other chunks are released. Default: a new buffer for each chunk.
   */
  readonly allocator?: Allocator;
  /** Limits on the memory of all connections together. What exceeds them is refused with 452 4.3.1. Default: unlimited. */
  readonly budgets?: Partial<Budgets>;
  readonly hooks?: SmtpHooks;
}

/** An address to listen on, and its protocol: SMTP, SMTP over implicit TLS, or LMTP. Default: SMTP on 127.0.0.1. */
export type SmtpEndpoint = { readonly kind?: ListenerKind } & (
  | { readonly host?: string /** 0 for any free one */; readonly port: number }
  | { readonly path: string }
);
