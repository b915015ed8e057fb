import { prepareReply } from "../../reply.ts";
import type { WireFindingTable } from "../wire-finding-definition.ts";

/** The arguments of MAIL and RCPT. */
export const ENVELOPE_FINDINGS = {
  "display-name-in-path": {
    severity: "error",
    rfc: "RFC 5321 §4.1.2",
    text: "The path has a display name, which belongs in the header only",
    fix: "Send only the address, in angle brackets: MAIL FROM:<address>, RCPT TO:<address>",
    refusal: prepareReply(501, "5.5.4", "A path has no display name"),
  },
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
  "no-recipient-accepted": {
    severity: "error",
    rfc: "RFC 5321 §3.3",
    text: "The client sent DATA, although no recipient was accepted",
    fix: "Read the reply to each RCPT; if none is accepted, send RSET or QUIT instead of DATA",
  },
  "repeated-recipient": {
    severity: "info",
    rfc: "RFC 5321 §4.1.1.3",
    text: "The same recipient was sent twice",
    fix: "Send each recipient once",
  },
  "parameters-after-helo": {
    severity: "error",
    rfc: "RFC 5321 §4.1.1.11",
    text: "MAIL or RCPT has parameters, although the client greeted with HELO",
    fix: "Greet with EHLO, and use only the extensions that its reply lists",
    refusal: prepareReply(555, "5.5.4", "Parameters need EHLO"),
  },
} as const satisfies WireFindingTable;
