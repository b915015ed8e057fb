import { readBaseUrl } from "../../base-url.ts";
import { trimUrl } from "../../html-urls.ts";
import type { FindReferredPart } from "../../part-references.ts";
import type { FindingList } from "../finding-list.ts";
import type { HtmlElement } from "./html-element.ts";
import { isLocalHost } from "./local-host.ts";
import { shortenUrl } from "./shorten-url.ts";
import type { StyledDocument } from "./styled-document.ts";

/** Attributes that are URLs, by element. `background` may be on any. */
const URL_ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ["a", "href"],
  ["area", "href"],
  ["img", "src"],
  ["form", "action"],
]);

/** Checks the addresses of links and images, and the texts of links. */
export function lintLinks(document: StyledDocument, found: FindingList, findPart: FindReferredPart): void {
  const base = readBaseUrl(document.html);
  for (const element of document.elements) {
    const attribute = URL_ATTRIBUTES.get(element.name);
    const written = attribute === undefined ? undefined : element.attributes.get(attribute);
    if (attribute === undefined || written === undefined) continue;
    const url = trimUrl(written);
    const problem =
      url === "" && isVisibleLink(element, document)
        ? "link-malformed"
        : findUrlProblem(url, base !== undefined, findPart);
    if (problem === null) continue;
    found.add(problem, document.locate(element.place.valueOf(attribute)), shortenUrl(url));
  }
  for (const element of document.elements) lintBackground(element, document, found, base !== undefined, findPart);
  lintLinkTexts(document, found);
}

/** Checks the URL of a background image. */
function lintBackground(
  element: HtmlElement,
  { styleOf, locate }: StyledDocument,
  found: FindingList,
  hasBase: boolean,
  findPart: FindReferredPart,
): void {
  const { attributes, place } = element;
  const isStyled = attributes.get("style")?.includes("url(") ?? false;
  if (!isStyled && !attributes.has("background")) return;
  const style = styleOf(element);
  const painted = isStyled ? (style.get("background-image") ?? style.get("background") ?? "") : "";
  const inStyle = /url\(\s*["']?([^"')]*)/.exec(painted)?.[1];
  const url = trimUrl(inStyle ?? attributes.get("background") ?? "");
  const problem = findUrlProblem(url, hasBase, findPart);
  const attribute = inStyle === undefined ? "background" : "style";
  if (problem !== null) found.add(problem, locate(place.valueOf(attribute)), shortenUrl(url));
}

type UrlProblem = "link-localhost" | "link-relative" | "link-malformed" | "link-http";

/** Templates that were not filled in have a finding of their own. */
const TEMPLATE_LEFTOVER =
  /\{\{|\}\}|\$\{|<%|\[\[|\*\||%[a-z_]+%|%%|\[object |^(?:[$#]?\{[\w.]+\}|\[[\w.]+\]|\$\w+)$|^(?:undefined|null|nan)\b|\/(?:undefined|null)\b/i;

/** A host with a port and without a scheme, which looks like a scheme: `example.com:8080`. */
const HOST_AND_PORT = /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+):\d/i;

/** Returns what is wrong with the URL of a link or image. */
function findUrlProblem(url: string, hasBase: boolean, findPart: FindReferredPart): UrlProblem | null {
  if (url === "" || url.startsWith("#") || TEMPLATE_LEFTOVER.test(url)) return null;
  const [, scheme] = /^([a-z][a-z0-9+.-]*):/i.exec(url) ?? [];
  if (scheme === undefined || HOST_AND_PORT.test(url)) return findRelativeProblem(url, hasBase, findPart);
  if (/^https?$/i.test(scheme)) return findWebProblem(url);
  // A letter is the drive of a path on Windows.
  if (/^(?:file|[a-z])$/i.test(scheme)) return "link-localhost";
  return /^(?:mailto:\s*(?:mailto:|\/\/|$|[^@?%,]+$|[^?]*<)|tel:\s*$)/i.test(url)
    ? "link-malformed"
    : findSchemeProblem(scheme);
}

function findRelativeProblem(url: string, hasBase: boolean, findPart: FindReferredPart): UrlProblem | null {
  const host = /^(?:\/\/)?([a-z0-9.-]+)(?::\d+)?(?:[/?#]|$)/i.exec(url)?.[1] ?? "";
  if (/^(?:localhost|127\.0\.0\.1)$/i.test(host)) return "link-localhost";
  // A host without a scheme, or a colon that was lost: `www.example.com`, `https//example.com`.
  if ((/^www\./i.test(host) && !url.startsWith("//")) || HOST_AND_PORT.test(url) || /^https?(?:\/\/|;\/\/)/i.test(url))
    return "link-malformed";
  if (/^<\w/.test(url)) return "link-malformed";
  return hasBase || findPart(url) !== undefined ? null : "link-relative";
}

function findWebProblem(url: string): UrlProblem | null {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:\/\/[^/?#]/i.test(url)) return "link-malformed";
  // A URL that was put after another scheme: `http://https://example.com`.
  if (/^https?$|\.\.|^\.|,/i.test(parsed.hostname) || /^[^/]*\/\/[^/?#]*\s/.test(url)) return "link-malformed";
  if (isLocalHost(parsed.hostname)) return "link-localhost";
  return parsed.protocol === "http:" ? "link-http" : null;
}

/** A misspelt scheme of the web: `htpp:`, `https` with a letter too many. */
function findSchemeProblem(scheme: string): UrlProblem | null {
  const isMisspelt = /^(?:h{1,2}t{1,3}p{1,3}s{0,2}|ttps?|htps?|hhtps?|htpps?|hptts?)$/i.test(scheme);
  return isMisspelt ? "link-malformed" : null;
}

/** Whether an element is a link with a text of its own. */
function isVisibleLink(element: HtmlElement, { isHidden }: StyledDocument): boolean {
  return element.name === "a" && element.text !== undefined && !isHidden(element);
}

function lintLinkTexts({ elements, isHidden, locate }: StyledDocument, found: FindingList): void {
  const named = new Set<HtmlElement>();
  // Children come after their parents, so that each element passes on what it has when it is visited.
  for (const element of elements.toReversed()) {
    if (hasName(element)) named.add(element);
    if (named.has(element) && element.parent !== null) named.add(element.parent);
    if (element.name !== "a" || named.has(element) || isHidden(element)) continue;
    if (trimUrl(element.attributes.get("href") ?? "") !== "") found.add("link-text-empty", locate(element.place));
  }
}

/** Whether an element has a text of its own, or an attribute that stands for it. An image without `alt` has its own finding. */
function hasName(element: HtmlElement): boolean {
  if (element.text !== undefined || element.hasSymbol) return true;
  if (["aria-label", "aria-labelledby", "title"].some((name) => element.keyword(name) !== "")) return true;
  if (element.name !== "img" && element.name !== "svg") return false;
  return element.keyword("alt") !== "" || !element.attributes.has("alt");
}
