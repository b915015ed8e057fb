import type { SmtpHooks } from "./hooks.ts";
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
  /** Memory for `size` bytes of a message, which is the message's from then on. Default: a buffer of its own for each piece. */
  readonly allocate?: (size: number) => Uint8Array;
  readonly hooks?: SmtpHooks;
}

/** Where to listen, and for what: SMTP, SMTP over implicit TLS, or LMTP. Default: SMTP on 127.0.0.1. */
export type SmtpEndpoint = { readonly kind?: ListenerKind } & (
  | { readonly host?: string /** 0 for any free one */; readonly port: number }
  | { readonly path: string }
);
