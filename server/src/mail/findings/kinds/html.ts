import type { FindingTable } from "../finding-definition.ts";

/** Findings of group html: what some clients show differently, and what some recipients cannot read or use. */
export const HTML_FINDINGS = {
  "html-unsupported": {
    severity: "warning",
    rfc: "caniemail.com",
    text: "Widely used mail clients do not support some features of this HTML",
    fix: "Look at HTML support for the affected clients; make sure that the message is readable without these features",
  },
  "alt-missing": {
    severity: "warning",
    rfc: "WCAG 2.2 §1.1.1",
    text: "An image has no alt attribute; where images are blocked, its content is lost",
    fix: 'Add alt with what the image says, or alt="" if it is decoration',
  },
  "contrast-low": {
    severity: "warning",
    rfc: "WCAG 2.2 §1.4.3",
    text: "Text is hard to read on its background",
    fix: "Choose colours with a contrast of at least 4.5:1, or 3:1 for large text",
  },
  "link-text-empty": {
    severity: "warning",
    rfc: "WCAG 2.2 §2.4.4",
    text: "A link has no text; screen readers cannot name it, and it cannot be seen where images are blocked",
    fix: "Add text to the link, or alt to the image in it",
  },
  "lang-missing": {
    severity: "info",
    rfc: "WCAG 2.2 §3.1.1",
    text: "The HTML does not name its language; screen readers may pronounce it wrongly",
    fix: 'Add it to the first tag: <html lang="en">',
  },
  "color-scheme-missing": {
    severity: "info",
    rfc: "CSS Color Adjustment §2.2",
    text: "The HTML sets colours but does not declare dark mode support; some clients invert them",
    fix: 'Add <meta name="color-scheme" content="light dark"> and colours for dark mode, or content="light only"',
  },
  "layout-table-without-role": {
    severity: "info",
    rfc: "WCAG 2.2 §1.3.1",
    text: "A table is used for layout; screen readers announce its rows and columns",
    fix: 'Add role="presentation" to the table',
  },
  "link-localhost": {
    severity: "warning",
    rfc: "RFC 6761 §6.3",
    text: "A link leads to the developer's machine or to a private network",
    fix: "Configure the public address of the application in the program that sends the mail",
  },
  "link-relative": {
    severity: "warning",
    rfc: "RFC 3986 §5.1",
    text: "A link or image has no scheme, or no host; in a mail there is no page that it is relative to",
    fix: "Write the whole URL, beginning with https://",
  },
  "link-malformed": {
    severity: "warning",
    rfc: "RFC 3986 §3",
    text: "A link or image has an address that is not a URL",
    fix: "Write it like https://example.com/path, and look for a variable that is empty or set twice",
  },
  "link-http": {
    severity: "warning",
    rfc: "RFC 9110 §4.2.2",
    text: "A link or image is not encrypted; some clients warn, or do not load the image",
    fix: "Use https://",
  },
  "image-remote-without-size": {
    severity: "warning",
    rfc: "HTML §4.8.17",
    text: "A remote image has no width or height; where images are blocked, the layout changes",
    fix: "Add the attributes width and height to the image",
  },
} as const satisfies FindingTable;
