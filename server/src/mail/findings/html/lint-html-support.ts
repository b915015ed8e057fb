import { findUsedFeatures, locateFirstUse, type UsedFeature } from "../../html-support/used-features.ts";
import type { ParsedMail } from "../../parsed-mail.ts";
import type { FindingList } from "../finding-list.ts";
import type { StyledDocument } from "./styled-document.ts";

/** The clients that most recipients use, as caniemail.com names them. A feature that one of them lacks is worth a finding. */
const MAIN_CLIENTS = new Set([
  "apple-mail macos",
  "apple-mail ios",
  "gmail desktop-webmail",
  "gmail ios",
  "gmail android",
  "outlook windows",
  "outlook macos",
  "outlook outlook-com",
  "outlook ios",
  "outlook android",
  "yahoo desktop-webmail",
  "yahoo ios",
  "yahoo android",
  "samsung-email android",
]);

/** Features that change nothing for the reader where they are not supported. */
const HARMLESS_FEATURES = new Set([
  "css-at-media-prefers-color-scheme",
  "css-color-scheme",
  "css-comments",
  "html-aria-describedby",
  "html-aria-hidden",
  "html-aria-label",
  "html-aria-labelledby",
  "html-aria-live",
  "html-body",
  "html-comments",
  "html-doctype",
  "html-lang",
  "html-loading-attribute",
  "html-meta-color-scheme",
  "html-role",
  "html-target",
]);

/** Number of features that the finding names. */
const MAX_NAMED = 3;

/** Reports the features that one of the most used clients does not support, as one finding with a place for each. */
export function lintHtmlSupport(parsed: ParsedMail, found: FindingList): void {
  const lacking = findUsedFeatures(parsed).features.flatMap((used) => {
    const clients = HARMLESS_FEATURES.has(used.feature.slug) ? [] : listLackingClients(used);
    return clients.length === 0 ? [] : [{ used, clients }];
  });
  const worst = lacking.toSorted((a, b) => b.clients.length - a.clients.length);
  const named = worst
    .slice(0, MAX_NAMED)
    .map(({ used, clients }) => `${used.feature.title} (not in ${listNames(clients)})`);
  const others = lacking.length - named.length;
  const detail = `${named.join(", ")}${others > 0 ? `, and ${others} more` : ""}`;
  for (const { used } of lacking) found.add("html-unsupported", locateFirstUse(used), detail);
}

/** Elements that every client removes. They are not in caniemail's data. */
const REMOVED_ELEMENTS = new Set(["script", "iframe", "frameset", "applet"]);

/** Reports scripts, and pages in the message. Scripts with data, such as JSON-LD, are for programs. */
export function lintRemovedElements({ elements, locate }: StyledDocument, found: FindingList): void {
  for (const element of elements) {
    const isScriptLink = element.name === "a" && /^\s*(?:java|vb)script:/i.test(element.attributes.get("href") ?? "");
    const isRemoved = REMOVED_ELEMENTS.has(element.name) && !/json/.test(element.keyword("type"));
    if (!isScriptLink && !isRemoved) continue;
    const what = isScriptLink ? "a link that runs a script" : `<${element.name}>`;
    found.add("html-unsupported", locate(element.place), `${what}, which all mail clients remove`);
  }
}

/** Returns the names of the main clients whose newest version does not support a feature. */
function listLackingClients({ feature }: UsedFeature): string[] {
  return feature.support.flatMap(({ client, newest }) =>
    newest.level === "none" && MAIN_CLIENTS.has(`${client.family} ${client.platform}`)
      ? [`${client.name} since ${newest.since}`]
      : [],
  );
}

function listNames([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
