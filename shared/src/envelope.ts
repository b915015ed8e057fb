import * as Type from "typebox";

/** An esmtp-param of MAIL or RCPT (RFC 5321 §4.1.2), spelled as the client spelled it. */
export const EsmtpParameter = Type.Object(
  {
    keyword: Type.String({ description: "As sent, e.g. SIZE" }),
    value: Type.Union([Type.String(), Type.Null()], { description: "As sent, after the =; null where there is no =" }),
  },
  { $id: "EsmtpParameter" },
);
export type EsmtpParameter = Type.Static<typeof EsmtpParameter>;

/** The argument of MAIL or of one RCPT: a path and its parameters. */
export const Path = Type.Object(
  {
    address: Type.String({ description: "Without angle brackets; empty for the null reverse-path <>" }),
    parameters: Type.Array(EsmtpParameter),
  },
  { $id: "Path" },
);
export type Path = Type.Static<typeof Path>;

/** The far end of a connection. */
export const Peer = Type.Object(
  {
    address: Type.String({ description: "IP address, or the path of a unix socket" }),
    port: Type.Union([Type.Integer(), Type.Null()], { description: "TCP port; null on a unix socket" }),
  },
  { $id: "Peer" },
);
export type Peer = Type.Static<typeof Peer>;

/** What TLS was agreed, once the handshake was done. */
export const TlsState = Type.Object(
  {
    version: Type.String({ description: "e.g. TLSv1.3" }),
    cipher: Type.String(),
    servername: Type.Union([Type.String(), Type.Null()], { description: "SNI, where the client sent one" }),
    implicit: Type.Boolean({ description: "True on a listener that speaks TLS from the first byte" }),
  },
  { $id: "TlsState" },
);
export type TlsState = Type.Static<typeof TlsState>;

/** Who logged in. A secret is never kept. */
export const AuthState = Type.Object(
  {
    mechanism: Type.String({ description: "SASL mechanism, e.g. PLAIN" }),
    user: Type.String(),
  },
  { $id: "AuthState" },
);
export type AuthState = Type.Static<typeof AuthState>;

/** The SMTP envelope (RFC 5321 §2.3.1): how a message was sent, apart from what it says of itself. */
export const Envelope = Type.Object(
  {
    greeting: Type.Union([Type.Literal("EHLO"), Type.Literal("HELO"), Type.Literal("LHLO"), Type.Null()], {
      description: "null for a message that did not come by SMTP",
    }),
    helo: Type.String({ description: "The argument of the greeting; empty where there was none" }),
    from: Path,
    to: Type.Array(Path),
    peer: Peer,
    tls: Type.Union([TlsState, Type.Null()]),
    auth: Type.Union([AuthState, Type.Null()]),
  },
  { $id: "Envelope" },
);
export type Envelope = Type.Static<typeof Envelope>;
