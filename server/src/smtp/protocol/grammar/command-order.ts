import { REPLIES } from "../replies.ts";
import type { Reply } from "../reply.ts";
import type { Verb } from "./command.ts";

/** The phase of a session: no greeting yet, greeted, MAIL accepted, at least one RCPT accepted. */
export type SessionPhase = "new" | "greeted" | "mail" | "rcpt";

interface CommandRule {
  /** Phases in which the command is allowed. */
  readonly phases: readonly SessionPhase[];
  /** The reply in any other phase. */
  readonly refusal: Reply;
  /** The command must be the last of a pipelined group (RFC 2920 §3.1, RFC 3207 §4, RFC 4954 §4). */
  readonly endsGroup: boolean;
}

const ANY_PHASE: readonly SessionPhase[] = ["new", "greeted", "mail", "rcpt"];
const inAnyPhase = (endsGroup: boolean): CommandRule => ({ phases: ANY_PHASE, refusal: REPLIES.greetFirst, endsGroup });

/** The order of commands (RFC 5321 §4.1.4). MAIL before EHLO is accepted, with a finding. */
export const COMMAND_ORDER: Readonly<Record<Verb, CommandRule>> = {
  EHLO: inAnyPhase(true),
  HELO: inAnyPhase(true),
  LHLO: inAnyPhase(true),
  MAIL: { phases: ["new", "greeted"], refusal: REPLIES.nestedMail, endsGroup: false },
  RCPT: { phases: ["mail", "rcpt"], refusal: REPLIES.needMail, endsGroup: false },
  DATA: { phases: ["rcpt"], refusal: REPLIES.needRecipient, endsGroup: true },
  BDAT: { phases: ["rcpt"], refusal: REPLIES.needRecipient, endsGroup: false },
  RSET: inAnyPhase(false),
  NOOP: inAnyPhase(true),
  QUIT: inAnyPhase(true),
  VRFY: inAnyPhase(true),
  EXPN: inAnyPhase(true),
  HELP: inAnyPhase(true),
  STARTTLS: { phases: ["greeted"], refusal: REPLIES.greetFirst, endsGroup: true },
  AUTH: { phases: ["new", "greeted"], refusal: REPLIES.inTransaction, endsGroup: true },
};
