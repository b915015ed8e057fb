/** The terms of an SMTP transaction (RFC 5321 §2.3). The types match the schemas of the HTTP API; a test compares them. */

export interface EsmtpParameter {
  /** As sent, e.g. SIZE. */
  readonly keyword: string;
  /** As sent, after the `=`; null if there is no `=`. */
  readonly value: string | null;
}

/** The argument of MAIL or of one RCPT. */
export interface Path {
  /** Without angle brackets; empty for the null reverse-path. */
  address: string;
  parameters: EsmtpParameter[];
}

export interface Peer {
  /** IP address, or the path of a unix socket. */
  readonly address: string;
  /** Null on a unix socket. */
  readonly port: number | null;
}

export interface TlsState {
  readonly version: string;
  readonly cipher: string;
  readonly servername: string | null;
  /** True for implicit TLS (RFC 8314 §3.3), false for STARTTLS. */
  readonly implicit: boolean;
}

/** The authenticated user. */
export interface AuthState {
  readonly mechanism: string;
  readonly user: string;
}

export type Greeting = "EHLO" | "HELO" | "LHLO";

/** The envelope (RFC 5321 §2.3.1), and the session that a message arrived in. */
export interface Envelope {
  greeting: Greeting | null;
  helo: string;
  from: Path;
  to: Path[];
  peer: Peer;
  tls: TlsState | null;
  auth: AuthState | null;
}

export type ListenerKind = "smtp" | "smtps" | "lmtp";
