import { prepareReply, type Reply } from "./reply.ts";

/** Every fixed reply of the engine, with the RFC section that defines it. */
export const REPLIES = {
  /** RFC 5321 §4.3.2 */
  ok: prepareReply(250, "2.0.0", "OK"),
  senderOk: prepareReply(250, "2.1.0", "Sender OK"),
  recipientOk: prepareReply(250, "2.1.5", "Recipient OK"),
  stored: prepareReply(250, "2.0.0", "OK: message accepted"),
  startData: prepareReply(354, undefined, "End data with <CR><LF>.<CR><LF>"),
  bye: prepareReply(221, "2.0.0", "Bye"),
  /** RFC 5321 §3.5.3: the reply of a server that does not verify addresses, but accepts the mail. */
  cannotVerify: prepareReply(252, "2.1.5", "Cannot verify the user, but will accept mail for it"),
  /** RFC 3207 §4 */
  readyForTls: prepareReply(220, "2.0.0", "Ready to start TLS"),
  /** RFC 4954 §6 */
  authenticated: prepareReply(235, "2.7.0", "Authentication succeeded"),

  /** RFC 5321 §3.8 */
  timedOut: prepareReply(421, "4.4.2", "Idle timeout, closing the connection"),
  tooManyConnections: prepareReply(421, "4.3.2", "Too many connections, try again later"),
  tooManyErrors: prepareReply(421, "4.7.0", "Too many errors, closing the connection"),
  foreignProtocol: prepareReply(421, "4.7.0", "This is an SMTP server, closing the connection"),
  /** RFC 5321 §4.2.3: a hook failed. The client keeps the message and tries again. */
  hookFailed: prepareReply(451, "4.3.0", "Internal error, try again later"),
  /** RFC 5321 §4.2.3, RFC 3463 §3.4: temporary, because other connections use the memory now. */
  outOfMemory: prepareReply(452, "4.3.1", "Insufficient memory, try again later"),
  /** RFC 5321 §4.5.3.1.10 */
  tooManyRecipients: prepareReply(452, "4.5.3", "Too many recipients"),

  /** RFC 5321 §4.2.4 */
  unknownCommand: prepareReply(500, "5.5.1", "Command not recognized"),
  lineTooLong: prepareReply(500, "5.5.2", "Line too long"),
  /** RFC 4954 §4 */
  authLineTooLong: prepareReply(500, "5.5.6", "Authentication exchange line is too long"),
  controlCharacter: prepareReply(500, "5.5.2", "Control characters are not allowed in a command"),
  noArgument: prepareReply(501, "5.5.4", "This command takes no argument"),
  heloSyntax: prepareReply(501, "5.5.4", "Syntax: HELO hostname"),
  ehloSyntax: prepareReply(501, "5.5.4", "Syntax: EHLO hostname"),
  lhloSyntax: prepareReply(501, "5.5.4", "Syntax: LHLO hostname"),
  mailSyntax: prepareReply(501, "5.5.4", "Syntax: MAIL FROM:<address> [SP parameters]"),
  rcptSyntax: prepareReply(501, "5.5.4", "Syntax: RCPT TO:<address> [SP parameters]"),
  vrfySyntax: prepareReply(501, "5.5.4", "Syntax: VRFY address"),
  authSyntax: prepareReply(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]"),
  bdatSyntax: prepareReply(501, "5.5.4", "Syntax: BDAT size [LAST]"),
  /** RFC 3463 §3.2 */
  badSender: prepareReply(501, "5.1.7", "The reverse-path is not a mailbox"),
  badRecipient: prepareReply(501, "5.1.3", "The forward-path is not a mailbox"),
  /** RFC 5321 §4.1.1.10 */
  notImplemented: prepareReply(502, "5.5.1", "Command not implemented"),
  notOffered: prepareReply(502, "5.5.1", "This extension is not offered"),
  /** RFC 5321 §4.1.4 */
  greetFirst: prepareReply(503, "5.5.1", "Send EHLO first"),
  nestedMail: prepareReply(503, "5.5.1", "Nested MAIL command, send RSET first"),
  needMail: prepareReply(503, "5.5.1", "Send MAIL first"),
  needRecipient: prepareReply(503, "5.5.1", "Send RCPT first"),
  inTransaction: prepareReply(503, "5.5.1", "Not allowed within a mail transaction"),
  alreadySecure: prepareReply(503, "5.5.1", "TLS is already active"),
  alreadyAuthenticated: prepareReply(503, "5.5.1", "Already authenticated"),
  /** RFC 3030 §2 and §3 */
  dataAfterBdat: prepareReply(503, "5.5.1", "DATA cannot follow BDAT"),
  binaryNeedsBdat: prepareReply(503, "5.5.1", "BODY=BINARYMIME needs BDAT"),
  bdatRefused: prepareReply(503, "5.5.1", "An earlier chunk was refused, send RSET"),
  /** RFC 4954 §4 */
  unknownMechanism: prepareReply(504, "5.5.4", "Authentication mechanism not recognized"),
  authCancelled: prepareReply(501, "5.7.0", "Authentication cancelled"),
  authMalformed: prepareReply(501, "5.5.2", "Cannot decode the response"),
  authRequired: prepareReply(530, "5.7.0", "Authentication required"),
  authFailed: prepareReply(535, "5.7.8", "Authentication credentials invalid"),
  authNeedsTls: prepareReply(538, "5.7.11", "Encryption required for this authentication mechanism"),
  /** RFC 3207 §4 */
  tlsRequired: prepareReply(530, "5.7.0", "Must issue a STARTTLS command first"),
  /** RFC 1870 §6 */
  messageTooBig: prepareReply(552, "5.3.4", "Message exceeds the size limit"),
} as const satisfies Record<string, Reply>;
