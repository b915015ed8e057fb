import type { Finding } from "@mailglass/shared";
import { FindingList } from "./findings/finding-list.ts";
import { lintHtml } from "./findings/html/lint-html.ts";
import { linkCauses } from "./findings/link-causes.ts";
import { lintMail } from "./lint-mail.ts";
import { cacheView, type Mail } from "./mail.ts";
import { parseMail } from "./parsed-mail.ts";

/*
 * Separate from `lint-mail.ts`, which rows need: the checks of HTML, and the data about mail clients, are loaded when a message is
 * first opened.
 */

/** Lists all findings in a message after those of its session, each with its cause. */
export function listFindings(mail: Mail, sessionFindings: readonly Finding[]): Finding[] {
  return linkCauses([...sessionFindings, ...lintMail(mail), ...lintHtmlOf(mail)]);
}

const lintHtmlOf: (mail: Mail) => readonly Finding[] = cacheView((mail) => {
  const list = new FindingList();
  lintHtml(parseMail(mail), list);
  return list.toArray();
});
