import type { Envelope, Greeting, Path } from "./envelope.ts";
import type { Finding } from "./record/finding.ts";
import type { Reply } from "./reply.ts";

/** A complete message. Its receiver owns `raw`: nobody else reads or writes these bytes. */
export interface WireMessage {
  /** The message after dot-unstuffing (RFC 5321 §4.5.2), in chunks. */
  readonly raw: readonly Uint8Array[];
  /** Bytes of `raw`. */
  readonly size: number;
  readonly envelope: Envelope;
  /** Estimated heap bytes of the envelope and the findings. */
  readonly heapBytes: number;
  /** Findings on the SMTP commands and the data of this message, and those on the session that concern each of its messages. */
  readonly findings: readonly Finding[];
  /** Transcript lines of the session: `mail` is that of MAIL, `end` the last before the reply to the data. */
  readonly lines: { readonly mail: number; readonly end: number };
}

/** A decision that the session needs from its host. It reads nothing until `decide` is called. */
export type DecisionRequest =
  | { readonly stage: "connect" }
  | { readonly stage: "helo"; readonly greeting: Greeting; readonly name: string }
  | {
      readonly stage: "auth";
      readonly mechanism: string;
      readonly user: string;
      /** The password or token if the mechanism sends it in plain text, else null. */
      readonly secret: string | null;
    }
  | { readonly stage: "mail"; readonly path: Path }
  | { readonly stage: "rcpt"; readonly path: Path }
  | { readonly stage: "data" }
  /** `detachMessage` of the session returns the message. */
  | { readonly stage: "message" };

/** The host's decision. Undefined accepts with the default reply. For a message over LMTP it may be a reply for each recipient. */
export type Decision = Reply | readonly Reply[] | undefined;

/** What the host has to do next. */
export type SessionStep =
  | { readonly type: "decide"; readonly request: DecisionRequest }
  /** Send the output, begin the TLS handshake, then call `onTlsEstablished`. */
  | { readonly type: "startTls" }
  /** Send the output before continuing: much of it is buffered. */
  | { readonly type: "flush" }
  /** Many lines were read since the last step. The host may do other work before it continues. */
  | { readonly type: "yield" }
  /** Send the output, then close the connection. `immediately`: nothing more is expected from the client. */
  | { readonly type: "close"; readonly reason: string; readonly immediately: boolean };
