import { Parser } from "htmlparser2";
import { limitHtml } from "../../mail/limit-html.ts";
import { CLIENTS, FEATURES, type Feature, type FeatureSign } from "./html-features.ts";

interface ClientResult {
  readonly Name: string;
  readonly Platform: string;
  readonly Family: string;
  readonly Version: string;
  readonly Support: "yes" | "no" | "partial";
  readonly NoteNumber: string;
}

interface HtmlWarning {
  readonly Slug: string;
  readonly Title: string;
  readonly Description: string;
  readonly URL: string;
  readonly Category: string;
  readonly Tags: readonly string[];
  readonly Keywords: string;
  readonly Results: readonly ClientResult[];
  readonly NotesByNumber: Readonly<Record<string, string>>;
  readonly Score: Percentages & { readonly Found: number };
}

/** Shares of clients, in percent. */
interface Percentages {
  readonly Supported: number;
  readonly Partial: number;
  readonly Unsupported: number;
}

export interface HtmlCheck {
  readonly Warnings: readonly HtmlWarning[];
  readonly Platforms: Readonly<Record<string, readonly string[]>>;
  readonly Total: Percentages & { readonly Tests: number; readonly Nodes: number };
}

/** Returns which of the known features the HTML uses, and which mail clients do not or only partly support them. */
export function checkHtml(html: string): HtmlCheck {
  const usage = collectUsage(limitHtml(html).html);
  const found = FEATURES.flatMap((feature) => {
    const times = countUses(feature.sign, usage);
    return times === 0 || !feature.support.some((letter) => letter !== "y") ? [] : [createWarning(feature, times)];
  });
  const weight = found.reduce((sum, { Score }) => sum + Score.Found, 0);
  const weightedMean = (of: keyof Percentages, fallback: number) =>
    weight === 0
      ? fallback
      : roundToHundredths(found.reduce((sum, { Score }) => sum + Score[of] * Score.Found, 0) / weight);
  return {
    Warnings: found.sort((a, b) => a.Score.Supported - b.Score.Supported),
    Platforms: platforms,
    Total: {
      Tests: FEATURES.length,
      Nodes: usage.nodes,
      Supported: weightedMean("Supported", 100),
      Partial: weightedMean("Partial", 0),
      Unsupported: weightedMean("Unsupported", 0),
    },
  };
}

const platforms: Record<string, string[]> = {};
for (const { Family, Platform } of CLIENTS) (platforms[Family] ??= []).push(Platform);

/** The features that a document uses. */
interface HtmlUsage {
  nodes: number;
  readonly elements: string[];
  readonly attributes: [name: string, value: string][];
  readonly properties: [name: string, value: string][];
  /** Text of all style sheets and style attributes. */
  css: string;
}

function collectUsage(html: string): HtmlUsage {
  const usage: HtmlUsage = { nodes: 0, elements: [], attributes: [], properties: [], css: "" };
  const sheets: string[] = [];
  let inStyle = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      usage.nodes++;
      usage.elements.push(name);
      for (const attribute of Object.entries(attributes)) usage.attributes.push(attribute);
      if (attributes["style"]) sheets.push(attributes["style"]);
      inStyle = name === "style";
    },
    ontext(text) {
      if (inStyle) sheets.push(text);
    },
    onclosetag() {
      inStyle = false;
    },
  });
  parser.end(html);
  usage.css = sheets.join("\n");
  for (const sheet of sheets) {
    for (const declaration of sheet.split(/[;{}]/)) {
      const colon = declaration.indexOf(":");
      if (colon < 0) continue;
      usage.properties.push([declaration.slice(0, colon).trim().toLowerCase(), declaration.slice(colon + 1)]);
    }
  }
  return usage;
}

function countUses(sign: FeatureSign, usage: HtmlUsage): number {
  if ("element" in sign) return usage.elements.filter((name) => name === sign.element).length;
  if ("css" in sign) return usage.css.match(sign.css)?.length ?? 0;
  const hasValue = (value: string) => sign.value === undefined || sign.value.test(value.trim());
  if ("attribute" in sign) {
    return usage.attributes.filter(([name, value]) => name === sign.attribute && hasValue(value)).length;
  }
  return usage.properties.filter(([name, value]) => sign.property.test(name) && hasValue(value)).length;
}

const SUPPORT_WORDS = { y: "yes", n: "no", p: "partial" } as const;

function createWarning({ slug, title, support }: Feature, times: number): HtmlWarning {
  const share = (letter: "y" | "n" | "p") =>
    roundToHundredths((100 * support.filter((one) => one === letter).length) / support.length);
  return {
    Slug: slug,
    Title: title,
    Description: "",
    URL: `https://www.caniemail.com/features/${slug}/`,
    Category: slug.slice(0, slug.indexOf("-")),
    Tags: [],
    Keywords: "",
    Results: CLIENTS.map(({ Family, Platform, name }, index) => ({
      Name: name,
      Platform,
      Family,
      Version: "newest",
      Support: SUPPORT_WORDS[support[index] ?? "n"],
      NoteNumber: "",
    })),
    NotesByNumber: {},
    Score: { Found: times, Supported: share("y"), Partial: share("p"), Unsupported: share("n") },
  };
}

const roundToHundredths = (value: number) => Math.round(value * 100) / 100;
