import { REPLIES } from "../replies.ts";
import type { Reply } from "../reply.ts";
import type { Verb } from "./command.ts";

/** The phase of a session: no greeting yet, greeted, MAIL accepted, at least one RCPT accepted. */
export type SessionPhase = "new" | "greeted" | "mail" | "rcpt";

interface CommandRule {
  /** Phases in which the command is allowed. */
  readonly phases: readonly SessionPhase[];
  /** The reply in other phases: before the greeting, and after it. */
  readonly refusal: { readonly new: Reply; readonly greeted: Reply };
  /** The command must be the last of a pipelined group (RFC 2920 §3.1, RFC 3207 §4, RFC 4954 §4). */
  readonly endsGroup: boolean;
}

const ANY_PHASE: readonly SessionPhase[] = ["new", "greeted", "mail", "rcpt"];
const always = (reply: Reply): CommandRule["refusal"] => ({ new: reply, greeted: reply });
const inAnyPhase = (endsGroup: boolean): CommandRule => ({
  phases: ANY_PHASE,
  refusal: always(REPLIES.greetFirst),
  endsGroup,
});
/** Before a mail transaction (RFC 3207 §4, RFC 4954 §4). */
const BEFORE_TRANSACTION: CommandRule = {
  phases: ["greeted"],
  refusal: { new: REPLIES.greetFirst, greeted: REPLIES.inTransaction },
  endsGroup: true,
};

/** The order of commands (RFC 5321 §4.1.4). MAIL before EHLO is accepted, with a finding. */
export const COMMAND_ORDER: Readonly<Record<Verb, CommandRule>> = {
  EHLO: inAnyPhase(true),
  HELO: inAnyPhase(true),
  LHLO: inAnyPhase(true),
  MAIL: { phases: ["new", "greeted"], refusal: always(REPLIES.nestedMail), endsGroup: false },
  RCPT: { phases: ["mail", "rcpt"], refusal: always(REPLIES.needMail), endsGroup: false },
  DATA: { phases: ["rcpt"], refusal: always(REPLIES.needRecipient), endsGroup: true },
  BDAT: { phases: ["rcpt"], refusal: always(REPLIES.needRecipient), endsGroup: false },
  RSET: inAnyPhase(false),
  NOOP: inAnyPhase(true),
  QUIT: inAnyPhase(true),
  VRFY: inAnyPhase(true),
  EXPN: inAnyPhase(true),
  HELP: inAnyPhase(true),
  STARTTLS: BEFORE_TRANSACTION,
  AUTH: BEFORE_TRANSACTION,
};
