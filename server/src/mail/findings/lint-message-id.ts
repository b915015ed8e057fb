import { decodeFieldBytes } from "../encoded-words.ts";
import { valueBytes } from "../header-block.ts";
import { findField } from "../header-fields.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { removeComments } from "../remove-comments.ts";
import type { FindingList } from "./finding-list.ts";

/** Maximum bytes of a Message-ID that are read. */
const MAX_ID_BYTES = 2_000;

/** Checks the Message-ID (RFC 5322 §3.6.4): its form, and whether its domain makes it unique. */
export function lintMessageId({ raw, header }: ParsedMail, found: FindingList): void {
  const field = findField(header, "message-id");
  if (field === undefined) {
    found.add("message-id-missing");
    return;
  }
  const written = removeComments(decodeFieldBytes(valueBytes(raw, field, MAX_ID_BYTES))).trim();
  // Blanks around the dots and the @ are obsolete, and allowed (RFC 5322 §4.5.4).
  const [, domain] = /^<[^\s<>@]+@([^\s<>@]+)>$/.exec(written.replace(/ *([.@]) */g, "$1").replace(/ +>$/, ">")) ?? [];
  if (domain === undefined) {
    found.add("message-id-malformed", field);
    return;
  }
  const reason = describeLocalDomain(domain.toLowerCase());
  if (reason !== undefined) found.add("message-id-domain", field, `${domain}, ${reason}`);
}

/** Says why a domain is not unique; undefined if it may be. */
function describeLocalDomain(domain: string): string | undefined {
  if (/^localhost(?:\.localdomain)?$/.test(domain) || domain.endsWith(".localdomain"))
    return "the name of every machine";
  if (/\.(?:local|lan|internal|localhost|home|home\.arpa)$/.test(domain)) return "a name of a local network";
  if (/^\[(?:127\.[\d.]+|ipv6:::1)\]$|^127\.[\d.]+$/.test(domain)) return "the address of every machine";
  if (domain === "swift.generated") return "what Swift Mailer writes for an unknown host";
  if (/^\[?(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+\]?$/.test(domain))
    return "an address of a local network";
  if (/[.[:@]/.test(domain)) return undefined;
  return /^[0-9a-f]{12}$/.test(domain) ? "the ID of a container" : "a single label";
}
