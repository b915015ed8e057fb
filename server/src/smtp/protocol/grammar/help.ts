import { prepareReply } from "../reply.ts";

/** The reply to HELP (RFC 5321 §4.1.1.8). */
export const HELP_REPLY = prepareReply(
  214,
  "2.0.0",
  "Mailglass keeps all mail that is sent to it, and delivers none.",
  "EHLO HELO MAIL RCPT DATA BDAT RSET NOOP QUIT",
  "VRFY EXPN HELP STARTTLS AUTH (LHLO on an LMTP port)",
);
