import * as Type from "typebox";

/** An esmtp-param of MAIL or RCPT (RFC 5321 §4.1.2), as spelled by the client. */
export const EsmtpParameter = Type.Object(
  {
    keyword: Type.String({ description: "As sent, e.g. SIZE" }),
    value: Type.Union([Type.String(), Type.Null()], { description: "As sent, after the =; null if there is no =" }),
  },
  { $id: "EsmtpParameter" },
);
export type EsmtpParameter = Type.Static<typeof EsmtpParameter>;

/** The argument of MAIL or RCPT: a path and its parameters. */
export const Path = Type.Object(
  {
    address: Type.String({ description: "Without angle brackets; empty for the null reverse-path <>" }),
    parameters: Type.Array(EsmtpParameter),
  },
  { $id: "Path" },
);
export type Path = Type.Static<typeof Path>;

/** The remote end of a connection. */
export const Peer = Type.Object(
  {
    address: Type.String({ description: "IP address, or the path of a Unix socket" }),
    port: Type.Union([Type.Integer(), Type.Null()], { description: "TCP port; null on a Unix socket" }),
  },
  { $id: "Peer" },
);
export type Peer = Type.Static<typeof Peer>;

/** TLS parameters, once the handshake was completed. */
export const TlsState = Type.Object(
  {
    version: Type.String({ description: "e.g. TLSv1.3" }),
    cipher: Type.String(),
    servername: Type.Union([Type.String(), Type.Null()], { description: "SNI, if the client sent one" }),
    implicit: Type.Boolean({ description: "True on a listener that uses TLS from the first byte" }),
  },
  { $id: "TlsState" },
);
export type TlsState = Type.Static<typeof TlsState>;

/** The authenticated user. Secrets are never stored. */
export const AuthState = Type.Object(
  {
    mechanism: Type.String({ description: "SASL mechanism, e.g. PLAIN" }),
    user: Type.String(),
  },
  { $id: "AuthState" },
);
export type AuthState = Type.Static<typeof AuthState>;

/** The SMTP envelope (RFC 5321 §2.3.1): how a message was sent, independent of its header. */
export const Envelope = Type.Object(
  {
    greeting: Type.Union([Type.Literal("EHLO"), Type.Literal("HELO"), Type.Literal("LHLO"), Type.Null()], {
      description: "null for a message that did not arrive by SMTP",
    }),
    helo: Type.String({ description: "The argument of the greeting; empty if there was none" }),
    from: Path,
    to: Type.Array(Path),
    peer: Peer,
    tls: Type.Union([TlsState, Type.Null()]),
    auth: Type.Union([AuthState, Type.Null()]),
  },
  { $id: "Envelope" },
);
export type Envelope = Type.Static<typeof Envelope>;
