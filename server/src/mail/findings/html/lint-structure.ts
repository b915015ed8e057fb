import { findField } from "../../header-fields.ts";
import { findUsedFeatures } from "../../html-support/used-features.ts";
import type { ParsedMail } from "../../parsed-mail.ts";
import type { FindingList } from "../finding-list.ts";
import type { HtmlElement } from "./html-element.ts";
import type { StyledDocument } from "./styled-document.ts";

/** Checks a document as a whole: its language, its colour schemes, and its tables. */
export function lintStructure(parsed: ParsedMail, document: StyledDocument, found: FindingList): void {
  const root = document.elements.find(({ name }) => name === "html");
  // A fragment takes both from the client.
  if (root !== undefined) {
    lintLanguage(parsed, root, document, found);
    lintColorScheme(parsed, root, document, found);
  }
  lintTables(document, found);
}

function lintLanguage(parsed: ParsedMail, root: HtmlElement, document: StyledDocument, found: FindingList): void {
  const body = document.elements.find(({ name }) => name === "body");
  const isNamed = [root, body].some((element) => element?.keyword("lang") || element?.keyword("xml:lang"));
  if (isNamed || findField(parsed.header, "content-language") !== undefined) return;
  found.add("lang-missing", document.locate(root.place));
}

const SCHEME_FEATURES = new Set([
  "css-color-scheme",
  "css-at-media-prefers-color-scheme",
  "css-function-light-dark",
  "html-meta-color-scheme",
]);

function lintColorScheme(parsed: ParsedMail, root: HtmlElement, document: StyledDocument, found: FindingList): void {
  const slugs = findUsedFeatures(parsed).features.map(({ feature }) => feature.slug);
  if (slugs.some((slug) => SCHEME_FEATURES.has(slug))) return;
  const setsBackground = document.elements.some((element) => {
    const style = document.styleOf(element);
    return element.attributes.has("bgcolor") || style.has("background-color") || style.has("background");
  });
  if (setsBackground || slugs.includes("css-background-color"))
    found.add("color-scheme-missing", document.locate(root.place));
}

/** Checks for tables that are certainly used for layout: those that contain other tables, or have only one column. */
function lintTables({ elements, locate }: StyledDocument, found: FindingList): void {
  const data = new Set<HtmlElement>();
  const outer = new Set<HtmlElement>();
  const cells = new Map<HtmlElement, number>();
  const wide = new Set<HtmlElement>();
  for (const element of elements) {
    const { name, table, parent } = element;
    if (table === null) continue;
    if (name === "table") outer.add(table);
    if (/^(?:th|caption|thead)$/.test(name)) data.add(table);
    if (name !== "td" || parent === null) continue;
    const count = (cells.get(parent) ?? 0) + 1;
    cells.set(parent, count);
    if (count > 1) wide.add(table);
  }
  for (const table of elements) {
    if (table.name !== "table" || table.keyword("role") !== "" || data.has(table)) continue;
    if (outer.has(table) || !wide.has(table)) found.add("layout-table-without-role", locate(table.place));
  }
}
