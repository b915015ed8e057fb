import { prepareReply, type Reply } from "../reply.ts";
import type { Severity } from "./severity.ts";

interface WireFindingDefinition {
  readonly severity: Severity;
  readonly rfc: string;
  /** What is wrong; what was seen is added to it. */
  readonly text: string;
  readonly fix: string;
  /** What a strict server answers; only findings of severity error have one that is used. */
  readonly refusal?: Reply;
}

/** Everything that the engine takes and remarks upon. */
export const WIRE_FINDINGS = {
  // Greeting and order of commands
  "early-talker": {
    severity: "error",
    rfc: "RFC 5321 §4.3.1",
    text: "The client spoke before the server's greeting",
    fix: "Wait for the 220 before the first command",
    refusal: prepareReply(554, "5.5.1", "Protocol error: you spoke before the greeting"),
  },
  "command-before-greeting": {
    severity: "error",
    rfc: "RFC 5321 §4.1.1.1",
    text: "A mail transaction began before EHLO or HELO",
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
    fix: "Send EHLO, and HELO only where EHLO is refused",
  },
  "plaintext-after-starttls": {
    severity: "error",
    rfc: "RFC 3207 §4.2",
    text: "Plain text came behind STARTTLS, and was thrown away unread",
    fix: "Wait for the 220 to STARTTLS; in real life this is what an injection looks like",
  },
  "unknown-command": {
    severity: "warning",
    rfc: "RFC 5321 §4.2.4",
    text: "There is no such command",
    fix: "Check what is sent; text of a message that comes here means that its DATA was refused",
  },
  "http-request": {
    severity: "error",
    rfc: "RFC 5321 §4.1",
    text: "An HTTP request came to the SMTP port",
    fix: "Point the HTTP client at the web port; a web page that posts to an SMTP port is an attack",
  },
  "tls-on-plain-port": {
    severity: "error",
    rfc: "RFC 8314 §3.3",
    text: "A TLS handshake came to a port that begins in plain text",
    fix: "Use STARTTLS on this port (often “secure: false”), or connect to the port for implicit TLS",
  },
  // Lines
  "bare-lf-command": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "A command line ended with LF instead of CRLF",
    fix: "End every line with CR LF",
    refusal: prepareReply(500, "5.5.2", "A command line ends with CR LF"),
  },
  "trailing-blank": {
    severity: "info",
    rfc: "RFC 5321 §4.1.1",
    text: "Blanks stand between the command and its line end",
    fix: "Send no blanks at the end of a command",
  },
  "command-line-too-long": {
    severity: "error",
    rfc: "RFC 5321 §4.5.3.1.4",
    text: "A command line is longer than 512 octets and what the extensions in use add",
    fix: "Shorten the line",
    refusal: prepareReply(500, "5.5.2", "Line too long"),
  },
  // Pipelining
  "pipelining-not-offered": {
    severity: "error",
    rfc: "RFC 2920 §3.1",
    text: "Commands came together though PIPELINING was not offered",
    fix: "Wait for each reply, unless the answer to EHLO lists PIPELINING",
    refusal: prepareReply(503, "5.5.0", "Improper use of SMTP command pipelining"),
  },
  "pipelined-past-wait": {
    severity: "error",
    rfc: "RFC 2920 §3.1",
    text: "More came behind a command whose reply has to be awaited",
    fix: "Let EHLO, DATA, VRFY, EXPN, NOOP, QUIT, AUTH and STARTTLS be the last command of a group",
    refusal: prepareReply(503, "5.5.0", "Improper use of SMTP command pipelining"),
  },
  // Paths
  "missing-angle-brackets": {
    severity: "error",
    rfc: "RFC 5321 §4.1.2",
    text: "The address stands without angle brackets",
    fix: "Write MAIL FROM:<address> and RCPT TO:<address>",
    refusal: prepareReply(501, "5.5.4", "The address must stand in angle brackets"),
  },
  "blank-around-colon": {
    severity: "error",
    rfc: "RFC 5321 §3.3",
    text: "Blanks stand next to the colon of MAIL FROM: or RCPT TO:",
    fix: "Write MAIL FROM:<address> with no blank at the colon",
    refusal: prepareReply(501, "5.5.4", "No blanks are allowed at the colon"),
  },
  "source-route": {
    severity: "warning",
    rfc: "RFC 5321 §4.1.1.3",
    text: "The path has a source route, which was dropped",
    fix: "Send the mailbox alone",
  },
  "address-without-domain": {
    severity: "error",
    rfc: "RFC 5321 §4.1.2",
    text: "The address has no domain",
    fix: "Send local-part@domain; only postmaster may stand alone",
    refusal: prepareReply(553, "5.1.3", "The address needs a domain"),
  },
  "bad-local-part": {
    severity: "error",
    rfc: "RFC 5321 §4.1.2",
    text: "The local part is neither a dot-string nor a quoted string",
    fix: "Quote a local part with blanks, brackets, or dots at an end or side by side",
    refusal: prepareReply(501, "5.1.3", "Bad local part"),
  },
  "bad-domain": {
    severity: "error",
    rfc: "RFC 5321 §4.1.2",
    text: "The domain of the address is not a domain name or address literal",
    fix: "Use letters, digits and hyphens between single dots, or an address in brackets",
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
    text: "The address is not ASCII, and MAIL did not ask for SMTPUTF8",
    fix: "Add SMTPUTF8 to MAIL where the server offers it",
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
    text: "The same recipient was given twice",
    fix: "Send each recipient once",
  },
  // Parameters
  "parameters-after-helo": {
    severity: "error",
    rfc: "RFC 5321 §4.1.1.11",
    text: "MAIL or RCPT has parameters though the client greeted with HELO",
    fix: "Greet with EHLO, and use only what its answer lists",
    refusal: prepareReply(555, "5.5.4", "Parameters need EHLO"),
  },
  // Message
  "size-too-small": {
    severity: "error",
    rfc: "RFC 1870 §6.3",
    text: "The message is larger than its SIZE parameter said",
    fix: "Count the octets of the message with CRLF line ends, before dot-stuffing",
    refusal: prepareReply(552, "5.3.4", "The message is larger than SIZE declared"),
  },
  "size-too-large": {
    severity: "info",
    rfc: "RFC 1870 §6.3",
    text: "The message is smaller than its SIZE parameter said",
    fix: "Count the octets of the message with CRLF line ends, before dot-stuffing",
  },
  "missing-dot-stuffing": {
    severity: "error",
    rfc: "RFC 5321 §4.5.2",
    text: "A line of the message began with a single dot, which was taken away",
    fix: "Double the dot at the start of every line that begins with one",
    refusal: prepareReply(554, "5.6.0", "A line begins with a dot that is not doubled"),
  },
  "eight-bit-without-8bitmime": {
    severity: "error",
    rfc: "RFC 6152 §3",
    text: "The message has octets above 127, and MAIL said neither BODY=8BITMIME nor SMTPUTF8",
    fix: "Add BODY=8BITMIME to MAIL, or encode the parts as quoted-printable or base64",
    refusal: prepareReply(554, "5.6.1", "8-bit data needs BODY=8BITMIME"),
  },
  // Seen octet by octet, so only while strict: else whoever reads the stored message remarks on them.
  "bare-lf": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "The message has LF without CR before it",
    fix: "End every line with CR LF",
    refusal: prepareReply(554, "5.6.0", "A line of the message ends with a bare LF"),
  },
  "bare-cr": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "The message has CR without LF behind it",
    fix: "End every line with CR LF, and encode a CR that is meant",
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
    text: "A password or token came in plain text",
    fix: "Use STARTTLS or implicit TLS before AUTH",
  },
  // Connection
  "tls-handshake-failed": {
    severity: "error",
    rfc: "RFC 3207 §4.1",
    text: "The TLS handshake failed",
    fix: "Let the client trust this certificate, and speak TLS 1.2 or newer",
  },
  "no-quit": {
    severity: "warning",
    rfc: "RFC 5321 §4.1.1.10",
    text: "The client hung up without QUIT",
    fix: "Send QUIT and wait for the 221",
  },
  "hung-up-mid-message": {
    severity: "error",
    rfc: "RFC 5321 §4.1.1.10",
    text: "The client hung up before the end of its message, which was thrown away",
    fix: "End the data with CRLF.CRLF and wait for the reply",
  },
} as const satisfies Record<string, WireFindingDefinition>;

export type WireFindingCode = keyof typeof WIRE_FINDINGS;

/** What a strict server answers to what it found; undefined where it would let it pass. */
export function strictRefusal(code: WireFindingCode): Reply | undefined {
  const definition: WireFindingDefinition = WIRE_FINDINGS[code];
  return definition.severity === "error" ? definition.refusal : undefined;
}
