/** The vocabulary of an SMTP transaction (RFC 5321 §2.3). The shapes are those of the project's schemas. */

export interface EsmtpParameter {
  /** As sent, e.g. SIZE. */
  readonly keyword: string;
  /** As sent, after the `=`; null where there is no `=`. */
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
  /** True on a listener that speaks TLS from the first byte. */
  readonly implicit: boolean;
}

/** Who logged in. */
export interface AuthState {
  readonly mechanism: string;
  readonly user: string;
}

export type Greeting = "EHLO" | "HELO" | "LHLO";

/** How a message was sent, apart from what it says of itself (RFC 5321 §2.3.1). */
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
