import type { FaultContext } from "../base/fault-context.ts";
import type { WireMessage } from "./protocol/decision.ts";
import type { Greeting, Path } from "./protocol/envelope.ts";
import type { SessionRecord } from "./protocol/record/session-record.ts";
import type { Reply } from "./protocol/reply.ts";

/** A session as hooks see it: `id`, `peer`, `helo`, `tls`, `auth`, `summary()`, `details()`, `addMessageId(id)`. */
export type SmtpSession = SessionRecord;

/** Undefined accepts the command. A reply, or a line such as `451 4.7.1 Greylisted`, is sent instead of the default one. */
export type HookAnswer = Reply | string | undefined;

/** A hook may return its answer, a promise of it, or nothing. */
export type HookResult<A = HookAnswer> = A | void | Promise<A | void>;

/** The session, and the envelope so far. */
export interface HookContext {
  readonly session: SmtpSession;
  /** Reverse-path of the transaction; null outside a transaction. */
  readonly from: string | null;
  /** Forward-paths accepted so far. */
  readonly to: readonly string[];
}

/** A complete message. */
export interface IncomingMessage extends WireMessage {
  readonly session: SmtpSession;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

export type FaultStage = "connect" | "helo" | "auth" | "mail" | "rcpt" | "data" | "message";

/** A failure to inject. Without `drop` and `reply` the command is processed normally after the delay. */
export interface ScriptedFault {
  readonly id: string;
  /** Milliseconds before the reply. */
  readonly delay?: number | undefined;
  /** Close the connection without a reply; at `data`, after 354 and the first bytes of the message. */
  readonly drop?: boolean | undefined;
  /** Milliseconds between the bytes of every reply from now on. */
  readonly tarpit?: number | undefined;
  /** e.g. `451 4.7.1 Greylisted` */
  readonly reply?: string | undefined;
}

/** Callbacks of the engine. All are optional. */
export interface SmtpHooks {
  onSessionOpen?(session: SmtpSession): void;
  onSessionClose?(session: SmtpSession): void;
  onConnect?(context: HookContext): HookResult;
  onHelo?(context: HookContext & { readonly greeting: Greeting; readonly name: string }): HookResult;
  /** The credentials are correct, or any are accepted. `secret` is null if the mechanism does not send it. */
  onAuth?(
    context: HookContext & { readonly mechanism: string; readonly user: string; readonly secret: string | null },
  ): HookResult;
  onMail?(context: HookContext & { readonly path: Path }): HookResult;
  onRcpt?(context: HookContext & { readonly path: Path }): HookResult;
  onData?(context: HookContext): HookResult;
  /** Receives a message. Over LMTP it may return a list with a reply for each recipient, in order. */
  onMessage?(message: IncomingMessage): HookResult<HookAnswer | readonly (Reply | string)[]>;
  /** Called before the hook of the same stage. Returns the failure to inject, if any. */
  onFault?(stage: FaultStage, context: FaultContext): ScriptedFault | undefined | Promise<ScriptedFault | undefined>;
  /** A hook threw, or returned an invalid reply. The client gets 451. */
  onError?(error: unknown, session: SmtpSession): void;
}
