import type { Verb } from "./command.ts";
import { REPLIES } from "./replies.ts";
import type { Reply } from "./reply.ts";

/** How far the session is: not greeted, greeted, MAIL was taken, at least one RCPT was taken. */
export type Phase = "new" | "greeted" | "mail" | "rcpt";

interface Place {
  /** Phases in which the command is right. */
  readonly in: readonly Phase[];
  /** What it gets in the others. */
  readonly otherwise: Reply;
  /** It has to be the last of a pipelined group (RFC 2920 §3.1, RFC 3207 §4, RFC 4954 §4). */
  readonly endsGroup: boolean;
}

const ANY: readonly Phase[] = ["new", "greeted", "mail", "rcpt"];
const anywhere = (endsGroup: boolean): Place => ({ in: ANY, otherwise: REPLIES.greetFirst, endsGroup });

/** The order of commands (RFC 5321 §4.1.4). MAIL before EHLO is taken, with a finding. */
export const ORDER: Readonly<Record<Verb, Place>> = {
  EHLO: anywhere(true),
  HELO: anywhere(true),
  LHLO: anywhere(true),
  MAIL: { in: ["new", "greeted"], otherwise: REPLIES.nestedMail, endsGroup: false },
  RCPT: { in: ["mail", "rcpt"], otherwise: REPLIES.needMail, endsGroup: false },
  DATA: { in: ["rcpt"], otherwise: REPLIES.needRecipient, endsGroup: true },
  BDAT: { in: ["rcpt"], otherwise: REPLIES.needRecipient, endsGroup: false },
  RSET: anywhere(false),
  NOOP: anywhere(true),
  QUIT: anywhere(true),
  VRFY: anywhere(true),
  EXPN: anywhere(true),
  HELP: anywhere(true),
  STARTTLS: { in: ["greeted"], otherwise: REPLIES.greetFirst, endsGroup: true },
  AUTH: { in: ["new", "greeted"], otherwise: REPLIES.inTransaction, endsGroup: true },
};
