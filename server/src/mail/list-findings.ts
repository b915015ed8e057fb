import type { Finding } from "@mailglass/shared";
import { readClientTraits } from "./findings/clients/client-traits.ts";
import { addFixSnippets } from "./findings/clients/fix-snippet.ts";
import { explainEightBit } from "./findings/explain-eight-bit.ts";
import { FindingList } from "./findings/finding-list.ts";
import { lintHtml } from "./findings/html/lint-html.ts";
import { linkCauses } from "./findings/link-causes.ts";
import { type EnvelopeLines, placeEnvelopeFindings } from "./findings/place-envelope-findings.ts";
import { lintMail } from "./lint-mail.ts";
import { cacheView, type Mail } from "./mail.ts";
import { parseMail } from "./parsed-mail.ts";

/*
 * Separate from `lint-mail.ts`, which rows need: the checks of HTML, and the data about mail clients, are loaded when a message is
 * first opened.
 */

/**
 * Lists all findings in a message after those of its session, each with its cause, and with code for its client library. `lines` are
 * those of its envelope.
 */
export function listFindings(mail: Mail, sessionFindings: readonly Finding[], lines?: EnvelopeLines): Finding[] {
  const parsed = parseMail(mail);
  const ofMessage = placeEnvelopeFindings([...lintMail(mail), ...lintHtmlOf(mail)], parsed, lines);
  const linked = linkCauses(explainEightBit([...sessionFindings, ...ofMessage], parsed));
  return addFixSnippets(linked, readClientTraits(parsed));
}

const lintHtmlOf: (mail: Mail) => readonly Finding[] = cacheView((mail) => {
  const list = new FindingList();
  lintHtml(parseMail(mail), list);
  return list.toArray();
});
