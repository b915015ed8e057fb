import type { ClientFamilyScore, FeatureClient, HtmlCheck, HtmlFeatureSupport } from "@mailglass/shared";
import type { ParsedMail } from "../parsed-mail.ts";
import type { SupportLevel } from "./client-support.ts";
import { type ClientSupport, getSupportTable, type HtmlFeature } from "./support-table.ts";
import { findUsedFeatures, locateUses, type UsedFeature } from "./used-features.ts";

/** Families that most recipients use, by the number of their users. */
const MAIN_FAMILIES = ["Apple Mail", "Gmail", "Outlook", "Yahoo! Mail", "AOL", "Samsung Email", "Mozilla Thunderbird"];

/** Reports how mail clients support the HTML of a message; null if it has none. */
export function checkHtml(parsed: ParsedMail): HtmlCheck | null {
  if (parsed.content.html.length === 0) return null;
  const { dataUpdated, features } = getSupportTable();
  const used = findUsedFeatures(parsed);
  return {
    dataUpdated,
    featureCount: features.length,
    isTruncated: used.isTruncated,
    families: scoreFamilies(used.features),
    features: used.features.map(describeUse).toSorted((a, b) => weighProblems(b) - weighProblems(a)),
  };
}

function describeUse(used: UsedFeature): HtmlFeatureSupport {
  const { feature, count } = used;
  const { slug, title, category, url, support } = feature;
  const withLevel = (level: SupportLevel) => support.filter(({ newest }) => newest.level === level);
  return {
    slug,
    title,
    category,
    url,
    count,
    places: locateUses(used).map(({ start, end }) => ({ in: "source", start, end })),
    clients: {
      full: withLevel("full").map(({ client }) => client.name),
      partial: withLevel("partial").map((one) => describeClient(feature, one)),
      none: withLevel("none").map((one) => describeClient(feature, one)),
    },
  };
}

function describeClient(feature: HtmlFeature, { client, newest }: ClientSupport): FeatureClient {
  const notes = newest.notes.flatMap((number) => feature.note(number) ?? []);
  return { client: client.name, family: client.familyName, version: newest.version, since: newest.since, notes };
}

/** A client that supports a feature in part counts half. */
const weighProblems = ({ clients: { full, partial, none } }: HtmlFeatureSupport): number =>
  (none.length + partial.length / 2) / Math.max(1, full.length + partial.length + none.length);

function scoreFamilies(used: readonly UsedFeature[]): ClientFamilyScore[] {
  const families = new Map<string, { clients: Set<string>; full: number; partial: number; none: number }>();
  for (const { client, newest } of used.flatMap(({ feature }) => feature.support)) {
    if (newest.level === "unknown") continue;
    const family = families.get(client.familyName) ?? { clients: new Set(), full: 0, partial: 0, none: 0 };
    families.set(client.familyName, family);
    family.clients.add(client.name);
    family[newest.level]++;
  }
  return [...families]
    .map(([family, { clients, full, partial, none }]) => {
      const percent = (count: number) => Math.round((1_000 * count) / (full + partial + none)) / 10;
      return {
        family,
        clients: [...clients].sort(),
        full: percent(full),
        partial: percent(partial),
        none: percent(none),
      };
    })
    .toSorted((a, b) => rankFamily(a.family) - rankFamily(b.family) || (a.family < b.family ? -1 : 1));
}

function rankFamily(family: string): number {
  const at = MAIN_FAMILIES.indexOf(family);
  return at < 0 ? MAIN_FAMILIES.length : at;
}
