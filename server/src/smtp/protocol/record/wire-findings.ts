import { prepareReply, type Reply } from "../reply.ts";
import type { Severity } from "./severity.ts";

interface WireFindingDefinition {
  readonly severity: Severity;
  readonly rfc: string;
  /** What is wrong, without a full stop. A finding adds the detail. */
  readonly text: string;
  /** How the client fixes it, without a full stop. */
  readonly fix: string;
  /** The reply in strict mode. Used for findings of severity error only. */
  readonly refusal?: Reply;
}

/** Findings on the wire: what the engine accepts although a stricter server would refuse or report it. */
export const WIRE_FINDINGS = {
  // Greeting and order of commands
  "early-talker": {
    severity: "error",
    rfc: "RFC 5321 §4.3.1",
    text: "The client sent data before the server's greeting",
    fix: "Wait for the 220 greeting before the first command",
    refusal: prepareReply(554, "5.5.1", "Protocol error: you spoke before the greeting"),
  },
  "command-before-greeting": {
    severity: "error",
    rfc: "RFC 5321 §4.1.1.1",
    text: "MAIL was sent before EHLO or HELO",
    fix: "Send EHLO first",
    refusal: prepareReply(503, "5.5.1", "Send EHLO first"),
  },
  "bad-helo-name": {
    severity: "error",
    rfc: "RFC 5321 §4.1.1.1",
    text: "The argument of the greeting is neither a domain name nor an address literal",
    fix: "Send the full domain name of the client, or its address in brackets, such as [127.0.0.1]",
    refusal: prepareReply(501, "5.5.4", "The argument is neither a domain nor an address literal"),
  },
  "helo-instead-of-ehlo": {
    severity: "info",
    rfc: "RFC 5321 §2.2.1",
    text: "The client greeted with HELO, so no extension can be used",
    fix: "Send EHLO; send HELO only if EHLO is refused",
  },
  "plaintext-after-starttls": {
    severity: "error",
    rfc: "RFC 3207 §4.2",
    text: "Plaintext followed STARTTLS; it was discarded unread",
    fix: "Wait for the 220 reply to STARTTLS; on a real network this can be a command injection attack",
  },
  "unknown-command": {
    severity: "warning",
    rfc: "RFC 5321 §4.2.4",
    text: "The command is unknown",
    fix: "Check what the client sends; if this is the text of a message, its DATA was refused",
  },
  "http-request": {
    severity: "error",
    rfc: "RFC 5321 §4.1",
    text: "The SMTP port received an HTTP request",
    fix: "Use the web port for HTTP; a web page that sends requests to an SMTP port is an attack",
  },
  "tls-on-plain-port": {
    severity: "error",
    rfc: "RFC 8314 §3.3",
    text: "A port that starts in plaintext received a TLS handshake",
    fix: "Use STARTTLS on this port (often “secure: false”), or connect to the port for implicit TLS",
  },
  // Lines
  "bare-lf-command": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "A command line ended with LF instead of CRLF",
    fix: "End every line with CRLF",
    refusal: prepareReply(500, "5.5.2", "A command line ends with CR LF"),
  },
  "trailing-blank": {
    severity: "info",
    rfc: "RFC 5321 §4.1.1",
    text: "The command has trailing spaces or tabs",
    fix: "Remove spaces and tabs from the end of the command",
  },
  "command-line-too-long": {
    severity: "error",
    rfc: "RFC 5321 §4.5.3.1.4",
    text: "The command line is longer than 512 octets plus what extensions allow",
    fix: "Shorten the line",
    refusal: prepareReply(500, "5.5.2", "Line too long"),
  },
  // Pipelining
  "pipelining-not-offered": {
    severity: "error",
    rfc: "RFC 2920 §3.1",
    text: "Commands were pipelined, although PIPELINING was not offered",
    fix: "Wait for each reply, unless the reply to EHLO lists PIPELINING",
    refusal: prepareReply(503, "5.5.0", "Improper use of SMTP command pipelining"),
  },
  "pipelined-past-wait": {
    severity: "error",
    rfc: "RFC 2920 §3.1",
    text: "More input followed a command whose reply the client must wait for",
    fix: "Send EHLO, DATA, VRFY, EXPN, NOOP, QUIT, AUTH and STARTTLS only as the last command of a group",
    refusal: prepareReply(503, "5.5.0", "Improper use of SMTP command pipelining"),
  },
  // Paths
  "missing-angle-brackets": {
    severity: "error",
    rfc: "RFC 5321 §4.1.2",
    text: "The address is not in angle brackets",
    fix: "Write MAIL FROM:<address> and RCPT TO:<address>",
    refusal: prepareReply(501, "5.5.4", "The address must stand in angle brackets"),
  },
  "blank-around-colon": {
    severity: "error",
    rfc: "RFC 5321 §3.3",
    text: "There are spaces around the colon of MAIL FROM: or RCPT TO:",
    fix: "Write MAIL FROM:<address> without spaces around the colon",
    refusal: prepareReply(501, "5.5.4", "No blanks are allowed at the colon"),
  },
  "source-route": {
    severity: "warning",
    rfc: "RFC 5321 §4.1.1.3",
    text: "The path has a source route, which was removed",
    fix: "Send the mailbox only",
  },
  "address-without-domain": {
    severity: "error",
    rfc: "RFC 5321 §4.1.2",
    text: "The address has no domain",
    fix: "Send local-part@domain; only postmaster may have no domain",
    refusal: prepareReply(553, "5.1.3", "The address needs a domain"),
  },
  "bad-local-part": {
    severity: "error",
    rfc: "RFC 5321 §4.1.2",
    text: "The local part is neither a dot-string nor a quoted string",
    fix: "Quote a local part that has spaces, brackets, or dots at its ends or next to each other",
    refusal: prepareReply(501, "5.1.3", "Bad local part"),
  },
  "bad-domain": {
    severity: "error",
    rfc: "RFC 5321 §4.1.2",
    text: "The domain of the address is neither a domain name nor an address literal",
    fix: "Use labels of letters, digits and hyphens separated by single dots, or an IP address in brackets",
    refusal: prepareReply(501, "5.1.2", "Bad domain"),
  },
  "local-part-too-long": {
    severity: "error",
    rfc: "RFC 5321 §4.5.3.1.1",
    text: "The local part is longer than 64 octets",
    fix: "Shorten it",
    refusal: prepareReply(501, "5.1.3", "Local part too long"),
  },
  "domain-too-long": {
    severity: "error",
    rfc: "RFC 5321 §4.5.3.1.2",
    text: "The domain is longer than 255 octets",
    fix: "Shorten it",
    refusal: prepareReply(501, "5.1.2", "Domain too long"),
  },
  "path-too-long": {
    severity: "error",
    rfc: "RFC 5321 §4.5.3.1.3",
    text: "The path is longer than 256 octets",
    fix: "Shorten it",
    refusal: prepareReply(501, "5.1.3", "Path too long"),
  },
  "utf8-address-without-smtputf8": {
    severity: "error",
    rfc: "RFC 6531 §3.4",
    text: "The address is not ASCII, and MAIL has no SMTPUTF8 parameter",
    fix: "Add SMTPUTF8 to MAIL if the server offers it",
    refusal: prepareReply(553, "5.6.7", "A non-ASCII address needs SMTPUTF8"),
  },
  "address-not-utf8": {
    severity: "error",
    rfc: "RFC 6531 §3.3",
    text: "The address is not UTF-8; it is shown as Latin-1",
    fix: "Encode addresses in UTF-8",
    refusal: prepareReply(501, "5.6.7", "The address is not UTF-8"),
  },
  "repeated-recipient": {
    severity: "info",
    rfc: "RFC 5321 §4.1.1.3",
    text: "The same recipient was sent twice",
    fix: "Send each recipient once",
  },
  // Parameters
  "parameters-after-helo": {
    severity: "error",
    rfc: "RFC 5321 §4.1.1.11",
    text: "MAIL or RCPT has parameters, although the client greeted with HELO",
    fix: "Greet with EHLO, and use only the extensions that its reply lists",
    refusal: prepareReply(555, "5.5.4", "Parameters need EHLO"),
  },
  // Message
  "size-too-small": {
    severity: "error",
    rfc: "RFC 1870 §6.3",
    text: "The message is larger than its SIZE parameter declared",
    fix: "Count the octets of the message with CRLF line ends, before dot-stuffing",
    refusal: prepareReply(552, "5.3.4", "The message is larger than SIZE declared"),
  },
  "size-too-large": {
    severity: "info",
    rfc: "RFC 1870 §6.3",
    text: "The message is smaller than its SIZE parameter declared",
    fix: "Count the octets of the message with CRLF line ends, before dot-stuffing",
  },
  "missing-dot-stuffing": {
    severity: "error",
    rfc: "RFC 5321 §4.5.2",
    text: "A line of the message began with a single dot, which was removed",
    fix: "Double the dot at the start of every line that begins with a dot",
    refusal: prepareReply(554, "5.6.0", "A line begins with a dot that is not doubled"),
  },
  "eight-bit-without-8bitmime": {
    severity: "error",
    rfc: "RFC 6152 §3",
    text: "The message has octets above 127, and MAIL has neither BODY=8BITMIME nor SMTPUTF8",
    fix: "Add BODY=8BITMIME to MAIL, or encode the parts as quoted-printable or base64",
    refusal: prepareReply(554, "5.6.1", "8-bit data needs BODY=8BITMIME"),
  },
  // Scanned in strict mode only. Otherwise they are found when the stored message is analysed.
  "bare-lf": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "The message has an LF that does not follow a CR",
    fix: "End every line with CRLF",
    refusal: prepareReply(554, "5.6.0", "A line of the message ends with a bare LF"),
  },
  "bare-cr": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "The message has a CR that is not followed by an LF",
    fix: "End every line with CRLF; encode a CR that is part of the content",
    refusal: prepareReply(554, "5.6.0", "The message has a bare CR"),
  },
  nul: {
    severity: "error",
    rfc: "RFC 5321 §2.3.8, RFC 3030 §3",
    text: "The message has NUL octets",
    fix: "Encode binary parts, or send BODY=BINARYMIME with BDAT",
    refusal: prepareReply(554, "5.6.0", "The message has NUL octets"),
  },
  "line-too-long": {
    severity: "error",
    rfc: "RFC 5321 §4.5.3.1.6",
    text: "A line of the message is longer than 998 octets",
    fix: "Fold header fields; encode long body lines as quoted-printable or base64",
    refusal: prepareReply(554, "5.6.0", "A line of the message is longer than 998 octets"),
  },
  // Authentication
  "auth-without-tls": {
    severity: "warning",
    rfc: "RFC 4954 §4",
    text: "A password or token was sent without TLS",
    fix: "Use STARTTLS or implicit TLS before AUTH",
  },
  // Connection
  "tls-handshake-failed": {
    severity: "error",
    rfc: "RFC 3207 §4.1",
    text: "The TLS handshake failed",
    fix: "Make the client trust this certificate and use TLS 1.2 or newer",
  },
  "no-quit": {
    severity: "warning",
    rfc: "RFC 5321 §4.1.1.10",
    text: "The client closed the connection without QUIT",
    fix: "Send QUIT and wait for the 221 reply",
  },
  "hung-up-mid-message": {
    severity: "error",
    rfc: "RFC 5321 §4.1.1.10",
    text: "The client closed the connection during a message, which was discarded",
    fix: "End the data with CRLF.CRLF and wait for the reply",
  },
} as const satisfies Record<string, WireFindingDefinition>;

export type WireFindingCode = keyof typeof WIRE_FINDINGS;

/** Returns the reply to a finding in strict mode; undefined if strict mode accepts it, too. */
export function strictRefusal(code: WireFindingCode): Reply | undefined {
  const definition: WireFindingDefinition = WIRE_FINDINGS[code];
  return definition.severity === "error" ? definition.refusal : undefined;
}
