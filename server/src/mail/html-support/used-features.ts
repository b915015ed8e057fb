import type { ByteRange } from "../findings/finding-list.ts";
import { limitHtml, MAX_HTML_LENGTH } from "../limit-html.ts";
import type { LocateRange } from "../locate-bytes.ts";
import { createTextLocator } from "../locate-text.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { createPartFinder, type FindReferredPart } from "../part-references.ts";
import type { HtmlRange } from "../walk-html.ts";
import { findFeatures } from "./find-features.ts";
import type { HtmlFeature } from "./support-table.ts";

/** A feature that the HTML of a message uses. */
export interface UsedFeature {
  readonly feature: HtmlFeature;
  readonly count: number;
  /** The first 100 uses. */
  readonly uses: readonly LocatedRange[];
}

/** A range of one HTML part. It is converted to bytes of the source only on request. */
interface LocatedRange {
  readonly range: HtmlRange;
  readonly locate: LocateRange;
}

/** Returns where a feature is first used, in bytes of the source. */
export function locateFirstUse({ uses: [first] }: UsedFeature): ByteRange | undefined {
  return first?.locate(first.range);
}

/** Returns the first 100 uses of a feature, in bytes of the source. */
export function locateUses({ uses }: UsedFeature): ByteRange[] {
  return uses.map(({ range, locate }) => locate(range));
}

export interface UsedFeatures {
  /** In the order of their first use. */
  readonly features: readonly UsedFeature[];
  /** See `HtmlUsage`. */
  readonly elementCount: number;
  readonly scriptCount: number;
  /** True if only the first part of the HTML was read. */
  readonly isTruncated: boolean;
}

/** The HTML of one part as far as it is checked. */
export interface CheckedHtml {
  readonly html: string;
  readonly isTruncated: boolean;
  /** Converts offsets in `html` to bytes of the source. */
  readonly locate: LocateRange;
}

/** Returns the HTML parts of the body, at most MAX_HTML_LENGTH of all together. */
export function readCheckedHtml(parsed: ParsedMail): readonly CheckedHtml[] {
  return parsed.remember(readParts);
}

/** Finds the features that the HTML of a message uses. */
export function findUsedFeatures(parsed: ParsedMail): UsedFeatures {
  return parsed.remember(findFeaturesOfParts);
}

function readParts(parsed: ParsedMail): readonly CheckedHtml[] {
  let left = MAX_HTML_LENGTH;
  return parsed.content.html.map(({ entity }) => {
    // A character has at most four bytes.
    const text = parsed.decodedText(entity, 4 * MAX_HTML_LENGTH);
    const limited = limitHtml(text, left);
    left -= limited.html.length;
    return { ...limited, locate: createTextLocator(parsed, entity, text) };
  });
}

function findFeaturesOfParts(parsed: ParsedMail): UsedFeatures {
  const parts = readCheckedHtml(parsed);
  const used = new Map<HtmlFeature, { feature: HtmlFeature; count: number; uses: LocatedRange[] }>();
  let elementCount = 0;
  let scriptCount = 0;
  let findPart: FindReferredPart | undefined;
  const findType = (url: string) => {
    if (/^(?:https?|data):/i.test(url)) return undefined;
    findPart ??= createPartFinder(parsed);
    return findPart(url)?.contentType.value;
  };
  for (const { html, locate } of parts) {
    const usage = findFeatures(html, findType);
    elementCount += usage.elementCount;
    scriptCount += usage.scriptCount;
    for (const { feature, ranges, count } of usage.uses) {
      const uses = ranges.map((range) => ({ range, locate }));
      const known = used.get(feature);
      if (known === undefined) {
        used.set(feature, { feature, count, uses });
      } else {
        known.count += count;
        known.uses = [...known.uses, ...uses].slice(0, MAX_PLACES);
      }
    }
  }
  const isTruncated = parts.some((part) => part.isTruncated);
  return { features: [...used.values()], elementCount, scriptCount, isTruncated };
}

const MAX_PLACES = 100;
