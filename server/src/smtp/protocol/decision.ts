import type { Envelope, Greeting, Path } from "./envelope.ts";
import type { Finding } from "./record/finding.ts";
import type { Reply } from "./reply.ts";

/** A message that came whole, which is its receiver's: nobody else reads or writes its octets. */
export interface WireMessage {
  /** The octets as the client meant them, dots undone. */
  readonly raw: readonly Uint8Array[];
  readonly size: number;
  readonly envelope: Envelope;
  /** Estimated bytes of heap that envelope and findings take. */
  readonly heapBytes: number;
  /** What was seen of it on the wire. */
  readonly findings: readonly Finding[];
}

/** What the session leaves to its host to decide. It stands still until it has the answer. */
export type DecisionRequest =
  | { readonly stage: "connect" }
  | { readonly stage: "helo"; readonly greeting: Greeting; readonly name: string }
  | {
      readonly stage: "auth";
      readonly mechanism: string;
      readonly user: string;
      /** The password or token, where the mechanism sends it in clear. */
      readonly secret: string | null;
    }
  | { readonly stage: "mail"; readonly path: Path }
  | { readonly stage: "rcpt"; readonly path: Path }
  | { readonly stage: "data" }
  /** The message itself is there to be taken: `handOver` of the session. */
  | { readonly stage: "message" };

/** What the host answers: undefined lets it pass; for a message over LMTP, maybe a reply for each recipient. */
export type Decision = Reply | readonly Reply[] | undefined;

/** What the host has to do next. */
export type SessionStep =
  | { readonly type: "decide"; readonly request: DecisionRequest }
  /** Send what there is to send, then begin the TLS handshake, then call `onTlsEstablished`. */
  | { readonly type: "startTls" }
  /** There is much to send: send it before going on. */
  | { readonly type: "flush" }
  /** Send what there is to send, then hang up; at once where nothing more is expected from the client. */
  | { readonly type: "close"; readonly reason: string; readonly immediately: boolean };
