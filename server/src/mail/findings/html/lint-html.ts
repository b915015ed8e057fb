import { readCheckedHtml } from "../../html-support/used-features.ts";
import type { ParsedMail } from "../../parsed-mail.ts";
import { createPartFinder, type FindReferredPart } from "../../part-references.ts";
import type { FindingList } from "../finding-list.ts";
import { lintContrast } from "./lint-contrast.ts";
import { lintHtmlSize } from "./lint-html-size.ts";
import { lintHtmlSupport, lintRemovedElements } from "./lint-html-support.ts";
import { lintImages } from "./lint-images.ts";
import { lintLinks } from "./lint-links.ts";
import { lintStructure } from "./lint-structure.ts";
import { lintTextParts } from "./lint-text-parts.ts";
import { readStyledDocument } from "./styled-document.ts";

/** Checks the HTML of a message for what some clients do not show, and some recipients cannot read; and its text parts. */
export function lintHtml(parsed: ParsedMail, found: FindingList): void {
  let finder: FindReferredPart | undefined;
  const findPart: FindReferredPart = (url) => {
    finder ??= createPartFinder(parsed);
    return finder(url);
  };
  for (const { html, locate } of readCheckedHtml(parsed)) {
    const document = readStyledDocument(html, locate);
    lintStructure(parsed, document, found);
    lintImages(document, found);
    lintLinks(document, found, findPart);
    lintContrast(document, found);
    lintRemovedElements(document, found);
  }
  lintHtmlSupport(parsed, found);
  lintHtmlSize(parsed, found);
  lintTextParts(parsed, found);
}
