import type { FaultContext } from "../base/fault-context.ts";
import type { WireMessage } from "./protocol/decision.ts";
import type { Greeting, Path } from "./protocol/envelope.ts";
import type { SessionRecord } from "./protocol/record/session-record.ts";
import type { Reply } from "./protocol/reply.ts";

/** A session as hooks see it: `id`, `peer`, `helo`, `tls`, `auth`, `summary()`, `whole()`, `storedAs(id)`. */
export type SmtpSession = SessionRecord;

/** Nothing lets the command pass; a reply (or a line such as `451 4.7.1 Greylisted`) is sent in place of ours. */
export type HookAnswer = Reply | string | undefined;

/** A hook may answer at once or later, or not at all. */
export type HookResult<A = HookAnswer> = A | void | Promise<A | void>;

/** Where the session stands. */
export interface HookContext {
  readonly session: SmtpSession;
  /** Reverse-path of the transaction, null outside of one. */
  readonly from: string | null;
  /** Forward-paths that were taken so far. */
  readonly to: readonly string[];
}

/** A message that came whole. */
export interface IncomingMessage extends WireMessage {
  readonly session: SmtpSession;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

export type FaultStage = "connect" | "helo" | "auth" | "mail" | "rcpt" | "data" | "message";

/** A failure to play. With none of `drop` and `reply` the command goes on after the delay. */
export interface ScriptedFault {
  readonly id: string;
  /** Milliseconds before the answer. */
  readonly delay?: number | undefined;
  /** Hang up without an answer; at `data` in the midst of the data. */
  readonly drop?: boolean | undefined;
  /** Milliseconds between the octets of every reply from here on. */
  readonly tarpit?: number | undefined;
  /** e.g. `451 4.7.1 Greylisted` */
  readonly reply?: string | undefined;
}

/** The only door out of smtp/: what the engine asks and tells whoever embeds it. All may be left out. */
export interface SmtpHooks {
  onSessionOpen?(session: SmtpSession): void;
  onSessionClose?(session: SmtpSession): void;
  onConnect?(context: HookContext): HookResult;
  onHelo?(context: HookContext & { readonly greeting: Greeting; readonly name: string }): HookResult;
  /** The credentials were found right, or any are taken. `secret` is null where the mechanism hides it. */
  onAuth?(
    context: HookContext & { readonly mechanism: string; readonly user: string; readonly secret: string | null },
  ): HookResult;
  onMail?(context: HookContext & { readonly path: Path }): HookResult;
  onRcpt?(context: HookContext & { readonly path: Path }): HookResult;
  onData?(context: HookContext): HookResult;
  /** Takes a message. Over LMTP a list has a reply for each recipient, in order. */
  onMessage?(message: IncomingMessage): HookResult<HookAnswer | readonly (Reply | string)[]>;
  /** Looks for a scripted failure before the hook of the same stage is asked. */
  onFault?(stage: FaultStage, context: FaultContext): ScriptedFault | undefined;
  /** A hook threw or gave no valid reply: the client got 451. */
  onError?(error: unknown, session: SmtpSession): void;
}
