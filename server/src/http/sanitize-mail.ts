import { isRasterImage } from "@mailglass/shared";
import { readLimitedBody } from "../mail/body-text.ts";
import { cacheView, type Mail } from "../mail/mail.ts";
import { parseMail } from "../mail/parsed-mail.ts";
import { createPartFinder } from "../mail/part-references.ts";
import { textToHtml } from "../mail/text-to-html.ts";
import type { Inversion } from "./invert-colors.ts";
import { type SanitizedHtml, sanitizeDocument } from "./sanitize-document.ts";

/** A mail as it is shown, and the hosts that it refers to. */
export interface SanitizedMail extends SanitizedHtml {
  /** True if the mail is longer than what is shown. */
  readonly isTruncated: boolean;
}

/** The sanitized HTML of a mail, without anything from other hosts; undefined if it has no HTML. */
export const sanitizeWithoutRemote: (mail: Mail) => SanitizedMail | undefined = cacheView((mail) =>
  sanitizeMail(mail, false),
);

/** The same, with images, styles and fonts from other hosts. */
export const sanitizeWithRemote: (mail: Mail) => SanitizedMail | undefined = cacheView((mail) =>
  sanitizeMail(mail, true),
);

/** The sanitized HTML of a mail with its colours inverted, as a client does it that makes every mail dark. */
export function sanitizeInverted(mail: Mail, allowRemote: boolean, inversion: Inversion): SanitizedMail | undefined {
  return sanitizeMail(mail, allowRemote, inversion);
}

function sanitizeMail(mail: Mail, allowRemote: boolean, inversion?: Inversion): SanitizedMail | undefined {
  const parts = readLimitedBody(mail);
  if (parts === null) return undefined;
  const findPart = createPartFinder(parseMail(mail));
  const getPartUrl = (url: string) => {
    const part = findPart(url);
    // Relative to the preview's own address, so that it holds below any base path.
    return part !== undefined && isRasterImage(part.contentType.value) ? `parts/${part.number}` : undefined;
  };
  // Each part is sanitized alone: an element that one leaves open must not swallow the next one.
  const sanitized = parts.map(({ isHtml, html, isTruncated }): SanitizedMail => {
    const document = isHtml ? sanitizeDocument(html, { allowRemote, getPartUrl, inversion }) : plainDocument(html);
    return { ...document, isTruncated };
  });
  return {
    body: sanitized.map(({ body }) => body).join("\n"),
    css: sanitized.map(({ css }) => css).join("\n"),
    // A page has one of each; the first part that sets an attribute wins.
    rootAttributes: {
      html: Object.assign({}, ...sanitized.map(({ rootAttributes }) => rootAttributes.html).reverse()),
      body: Object.assign({}, ...sanitized.map(({ rootAttributes }) => rootAttributes.body).reverse()),
    },
    remoteHosts: sanitized.flatMap(({ remoteHosts }) => remoteHosts),
    isTruncated: sanitized.some(({ isTruncated }) => isTruncated),
  };
}

function plainDocument(text: string): SanitizedHtml {
  return { body: textToHtml(text), css: "", rootAttributes: { html: {}, body: {} }, remoteHosts: [] };
}
