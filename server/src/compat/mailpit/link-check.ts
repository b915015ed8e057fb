import { Parser } from "htmlparser2";
import { bodyHtml, bodyText } from "../../mail/body-text.ts";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { askServer } from "./link-status.ts";
import type { LinkCheck } from "./shapes.ts";

/** Links of one message that are looked at. */
const MAX_LINKS = 100;
/** Servers that are asked at the same time. */
const PARALLEL = 5;

/**
 * The links of a message and what their servers say. They are asked only if the operator allowed it: whoever can send
 * mail here could otherwise make this machine call any other. If not, every link is listed as not checked.
 */
export async function linkCheck(
  message: StoredMessage,
  { fetch, follow }: { readonly fetch: boolean; readonly follow: boolean },
): Promise<LinkCheck> {
  const urls = linksOf(message);
  if (!fetch) {
    const Status = "Not checked: the server was not started with --check-links";
    return { Errors: 0, Links: urls.map((URL) => ({ URL, StatusCode: 0, Status })) };
  }
  const links: LinkCheck["Links"][number][] = [];
  for (let at = 0; at < urls.length; at += PARALLEL) {
    const some = urls.slice(at, at + PARALLEL);
    const statuses = await Promise.all(some.map((url) => askServer(url, follow)));
    links.push(...some.map((URL, index) => ({ URL, ...(statuses[index] ?? { StatusCode: 0, Status: "" }) })));
  }
  return { Errors: links.filter(({ StatusCode }) => StatusCode === 0 || StatusCode >= 400).length, Links: links };
}

/** In angle brackets or without; of a length that keeps the search linear. */
const IN_TEXT = /<(https?:\/\/[^\s<>]{1,2048})>|\b(https?:\/\/[^\s<>"]{1,2048})/gi;

const WEB = /^https?:\/\/[^\s]+$/i;

/** Of the HTML: links, style sheets and images; then those that stand in the text. Each once. */
function linksOf(message: StoredMessage): string[] {
  const links = new Set<string>();
  const parser = new Parser({
    onopentag(name, { href = "", src = "", rel = "" }) {
      const link =
        name === "a" || (name === "link" && rel.toLowerCase() === "stylesheet") ? href : name === "img" ? src : "";
      if (WEB.test(link.trim())) links.add(link.trim());
    },
  });
  parser.end(bodyHtml(message) ?? "");
  for (const [, bracketed, bare] of (bodyText(message) ?? "").matchAll(IN_TEXT)) {
    if (links.size >= MAX_LINKS) break;
    links.add(bracketed ?? (bare ?? "").replace(/[.,;:!?)\]'"]+$/, ""));
  }
  return [...links].slice(0, MAX_LINKS);
}
