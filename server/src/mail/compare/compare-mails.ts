import type { Comparison } from "@mailglass/shared";
import { readBodyHtml, readBodyText } from "../body-text.ts";
import { findCodes } from "../find-codes.ts";
import { readHeaderFields } from "../header-fields.ts";
import type { Mail } from "../mail.ts";
import { parseMail } from "../parsed-mail.ts";
import { compareHeaders } from "./compare-headers.ts";
import { compareAttachments, compareStructure, hashAttachments } from "./compare-structure.ts";
import { compareTexts } from "./compare-texts.ts";

/** Compares two messages. Runs in the worker: every comparison bounds its input, but all of them can take a second. */
export function compareMails(first: Mail, second: Mail): Comparison {
  const [one, other] = [parseMail(first), parseMail(second)];
  const comparison = {
    headers: compareHeaders(readHeaderFields(first), readHeaderFields(second)),
    structure: compareStructure(one, other),
    text: compareBodies(first, second, readBodyText),
    html: compareBodies(first, second, readBodyHtml),
    attachments: compareAttachments(hashAttachments(first, one), hashAttachments(second, other)),
  };
  return { same: isSame(comparison), ...comparison };
}

function compareBodies(first: Mail, second: Mail, read: (mail: Mail) => string | null): Comparison["text"] {
  const [one, other] = [read(first), read(second)];
  if (one === null && other === null) return null;
  return compareTexts({ text: one ?? "", codes: listCodes(first) }, { text: other ?? "", codes: listCodes(second) });
}

function listCodes(mail: Mail): ReadonlySet<string> {
  return new Set(findCodes(mail).map(({ value }) => value));
}

function isSame({ headers, structure, text, html, attachments }: Omit<Comparison, "same">): boolean {
  return (
    headers.every(({ change }) => change === "same" || change === "ignored") &&
    structure.every(({ change }) => change === "same") &&
    attachments.every(({ change }) => change === "same") &&
    (text === null || text.result === "same") &&
    (html === null || html.result === "same")
  );
}

/** Compares the two messages of a source that holds both: `split` is the offset of the second. */
export function compareMailPair(pair: Mail, { split }: { readonly split: number }): Comparison {
  const raw = pair.raw();
  const [first, second] = [raw.subarray(0, split), raw.subarray(split)];
  return compareMails({ raw: () => first, envelope: pair.envelope }, { raw: () => second, envelope: pair.envelope });
}
