import { dkimKeys, rspamd, spamd } from "./check-option-types.ts";
import { defineOption } from "./define-option.ts";
import { flag } from "./option-types.ts";

/** Options of the checks that need a key or the network. */
export const CHECK_OPTIONS = {
  checkLinks: defineOption(
    "check-links",
    flag,
    false,
    "Checks",
    "allow the link check to request the links of a message, when someone asks for it",
  ),
  dkimKey: defineOption(
    "dkim-key",
    dkimKeys,
    [],
    "Checks",
    "check DKIM signatures with this key, e.g. s1._domainkey.example.com=key.txt; the file has the TXT record's text or PEM",
  ),
  checkDns: defineOption(
    "check-dns",
    flag,
    false,
    "Checks",
    "look up DKIM keys in DNS when someone opens the checks of a message, which reveals to the domain's DNS server that it was opened",
  ),
  spamassassin: defineOption(
    "spamassassin",
    spamd,
    null,
    "Checks",
    "SpamAssassin server (spamd) that messages are sent to for their spam score, e.g. localhost:783",
  ),
  rspamd: defineOption(
    "rspamd",
    rspamd,
    null,
    "Checks",
    "Rspamd server that messages are sent to for their spam score, e.g. http://:password@localhost:11334",
  ),
} as const;
