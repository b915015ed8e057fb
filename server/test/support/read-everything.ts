import { readBodyHtml, readBodyText, readDisplayedBody } from "../../src/mail/body-text.ts";
import { findCodes } from "../../src/mail/find-codes.ts";
import { findLinks } from "../../src/mail/find-links.ts";
import { readHeaderFields } from "../../src/mail/header-fields.ts";
import { createHeaderIndex } from "../../src/mail/header-index.ts";
import { lintMail } from "../../src/mail/lint-mail.ts";
import type { Mail } from "../../src/mail/mail.ts";
import { readSentDate } from "../../src/mail/mail-date.ts";
import { ParsedMail } from "../../src/mail/parsed-mail.ts";
import { listAttachments, listParts, readPart } from "../../src/mail/parts.ts";
import { createContentIndex, extractSearchText } from "../../src/mail/search-index.ts";
import { summarizeMail } from "../../src/mail/summarize-mail.ts";

/** Computes all views of a mail. */
export function readEverything(mail: Mail) {
  return {
    row: summarizeMail(new ParsedMail(mail, 64 * 1024)),
    headers: readHeaderFields(mail),
    parts: listParts(mail),
    attachments: listAttachments(mail).map(({ part }) => readPart(mail, part)?.bytes.length),
    text: readBodyText(mail),
    html: readBodyHtml(mail),
    displayed: readDisplayedBody(mail),
    links: findLinks(mail),
    codes: findCodes(mail),
    date: readSentDate(mail),
    findings: lintMail(mail),
    headerIndex: createHeaderIndex(new ParsedMail(mail)),
    contentIndex: createContentIndex(new ParsedMail(mail)),
    searchText: extractSearchText(mail),
  };
}
