import { escapeHtml } from "../../base/escape-html.ts";
import { listVersions, type SupportLevel, type VersionSupport } from "../../mail/html-support/client-support.ts";
import { getSupportTable, type HtmlFeature, listClients } from "../../mail/html-support/support-table.ts";
import { findUsedFeatures, type UsedFeature } from "../../mail/html-support/used-features.ts";
import type { ParsedMail } from "../../mail/parsed-mail.ts";

/*
 * The HTML check in Mailpit's format (`HTMLCheckResponse` of its API). The features are found by our own reader, as for
 * `GET /api/messages/:id/checks`; Mailpit's scores are shares of all tested versions.
 */

interface ClientResult {
  /** Family, platform and version: `Outlook Windows (2019)`. */
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

/** Shares of the tested versions, in percent. */
interface Percentages {
  readonly Supported: number;
  readonly Partial: number;
  readonly Unsupported: number;
}

export interface HtmlCheck {
  readonly Warnings: readonly HtmlWarning[];
  /** Names of the families that were tested on each platform. */
  readonly Platforms: Readonly<Record<string, readonly string[]>>;
  readonly Total: Percentages & { readonly Tests: number; readonly Nodes: number };
}

/** Returns which features of the HTML some mail clients do not or only partly support; null if the message has no HTML. */
export function checkHtml(parsed: ParsedMail): HtmlCheck | null {
  if (parsed.content.html.length === 0) return null;
  const { features, elementCount, scriptCount } = findUsedFeatures(parsed);
  const warnings = [
    ...(scriptCount > 0 ? [createScriptWarning(scriptCount)] : []),
    ...features.map(createWarning).filter(({ Score }) => Score.Supported < 100),
  ];
  /** Mailpit weighs a share by how much of the document uses the feature. */
  const weigh = (share: number, found: number) => Math.min(100, (share * found) / Math.max(1, elementCount));
  const worst = (share: "Partial" | "Unsupported") =>
    Math.max(0, ...warnings.map(({ Score }) => weigh(Score[share], Score.Found)));
  const weighProblems = ({ Score }: HtmlWarning) => weigh(Score.Unsupported + Score.Partial, Score.Found);
  const partial = worst("Partial");
  const unsupported = worst("Unsupported");
  return {
    Warnings: warnings.toSorted((a, b) => weighProblems(b) - weighProblems(a)),
    Platforms: listPlatforms(),
    Total: {
      Tests: getSupportTable().features.length + 1,
      Nodes: elementCount,
      Supported: roundToHundredths(Math.max(0, 100 - partial - unsupported)),
      Partial: roundToHundredths(partial),
      Unsupported: roundToHundredths(unsupported),
    },
  };
}

const SUPPORT_WORDS: Readonly<Record<Exclude<SupportLevel, "unknown">, ClientResult["Support"]>> = {
  full: "yes",
  partial: "partial",
  none: "no",
};

function createWarning({ feature, count }: UsedFeature): HtmlWarning {
  const results = listResults(feature);
  const share = (support: ClientResult["Support"]) =>
    roundToHundredths(
      (100 * results.filter(({ Support }) => Support === support).length) / Math.max(1, results.length),
    );
  const { slug, title, url, category, source } = feature;
  return {
    Slug: slug,
    Title: title,
    Description: renderMarkdown(source.description ?? ""),
    URL: url,
    Category: category,
    Tags: source.tags,
    Keywords: "",
    Results: results,
    NotesByNumber: Object.fromEntries(
      Object.entries(source.notes_by_num ?? {}).map(([number, note]) => [number, renderMarkdown(note)]),
    ),
    Score: { Found: count, Supported: share("yes"), Partial: share("partial"), Unsupported: share("no") },
  };
}

/** Lists the tested versions of all clients. Versions with unknown support are left out. */
function listResults({ source }: HtmlFeature): ClientResult[] {
  const { findClient } = getSupportTable();
  return listClients(source).flatMap(({ family, platform, versions }) => {
    const { familyName, platformName } = findClient(family, platform);
    return listVersions(versions).flatMap(({ version, level, notes }: VersionSupport): ClientResult[] =>
      level === "unknown"
        ? []
        : [
            {
              Name: `${familyName} ${platformName} (${version})`,
              Platform: platform,
              Family: family,
              Version: version,
              Support: SUPPORT_WORDS[level],
              NoteNumber: notes.at(-1) ?? "",
            },
          ],
    );
  });
}

/** caniemail.com does not test scripts, which no client runs. Mailpit has this warning without results. */
function createScriptWarning(count: number): HtmlWarning {
  return {
    Slug: "html-script",
    Title: "<script> element",
    Description: "JavaScript is not supported in any email client.",
    URL: "",
    Category: "html",
    Tags: [],
    Keywords: "",
    Results: [],
    NotesByNumber: {},
    Score: { Found: count, Supported: 0, Partial: 0, Unsupported: 100 },
  };
}

function listPlatforms(): Record<string, string[]> {
  const { features, findClient } = getSupportTable();
  const platforms: Record<string, Set<string>> = {};
  for (const { family, platform } of features.flatMap(({ source }) => listClients(source))) {
    (platforms[platform] ??= new Set()).add(findClient(family, platform).familyName);
  }
  return Object.fromEntries(Object.entries(platforms).map(([platform, families]) => [platform, [...families].sort()]));
}

/** Mailpit renders the Markdown of descriptions and notes: they have code and links. */
function renderMarkdown(text: string): string {
  return escapeHtml(text)
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '<a href="$2" target="_blank">$1</a>');
}

const roundToHundredths = (value: number) => Math.round(value * 100) / 100;
