import { REPLIES } from "../replies.ts";
import type { Reply } from "../reply.ts";
import type { Verb } from "./command.ts";

/** How far the session is: not greeted, greeted, MAIL was taken, at least one RCPT was taken. */
export type SessionPhase = "new" | "greeted" | "mail" | "rcpt";

interface CommandRule {
  /** Phases in which the command is right. */
  readonly phases: readonly SessionPhase[];
  /** What it gets in the others. */
  readonly refusal: Reply;
  /** It has to be the last of a pipelined group (RFC 2920 §3.1, RFC 3207 §4, RFC 4954 §4). */
  readonly endsGroup: boolean;
}

const ANY_PHASE: readonly SessionPhase[] = ["new", "greeted", "mail", "rcpt"];
const inAnyPhase = (endsGroup: boolean): CommandRule => ({ phases: ANY_PHASE, refusal: REPLIES.greetFirst, endsGroup });

/** The order of commands (RFC 5321 §4.1.4). MAIL before EHLO is taken, with a finding. */
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
