import { DomUtils, parseDocument } from "htmlparser2";

/**
 * A document as a tree of plain objects. The browser's own parser would apply the Content-Security-Policy of the page, which
 * has no inline styles, to the styles of the mail, and report each of them on the console.
 */
export type MailTree = ReturnType<typeof parseDocument>;

/** An element of it. */
export type MailElement = ReturnType<typeof DomUtils.getElementsByTagName>[number];

/** Not allowed in XML, even as a character reference (XML 1.0 §2.2). */
const NOT_XML = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;
/** A name without a prefix, which would need a namespace. */
const XML_NAME = /^[a-z_][\w.-]*$/i;
const XHTML = "http://www.w3.org/1999/xhtml";

export const parseMail = (html: string): MailTree => parseDocument(html);

export function listElements(tree: MailTree): readonly MailElement[] {
  return DomUtils.getElementsByTagName(() => true, tree, true);
}

/** Formats the document element as XML. */
export function formatAsXml(tree: MailTree): string {
  const elements = listElements(tree);
  for (const element of elements) removeWhatIsNotXml(element);
  const [root] = elements;
  if (root === undefined) return `<html xmlns="${XHTML}"></html>`;
  root.attribs["xmlns"] = XHTML;
  return DomUtils.getOuterHTML(root, { xmlMode: true });
}

function removeWhatIsNotXml({ attribs, children }: MailElement): void {
  for (const [name, value] of Object.entries(attribs)) {
    if (XML_NAME.test(name)) attribs[name] = toXmlText(value);
    else delete attribs[name];
  }
  for (const child of children) if ("data" in child) child.data = toXmlText(child.data);
}

const toXmlText = (text: string): string => text.replace(NOT_XML, "").toWellFormed();
