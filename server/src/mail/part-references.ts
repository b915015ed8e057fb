import { decodeCidUrl, isCidUrl, listCidCandidates, readContentId, toContentIdKey } from "./content-id.ts";
import { findField, readFieldText } from "./header-fields.ts";
import { collectHtmlUrls } from "./html-urls.ts";
import type { Entity } from "./mime-entity.ts";
import type { ParsedMail } from "./parsed-mail.ts";

/** Maximum bytes of each HTML part that are searched for references. */
const MAX_HTML_BYTES = 4 * 1024 * 1024;

/** References from the HTML of a mail to parts of the mail. */
export interface PartReferences {
  /** Parts that the HTML shows: pictures, backgrounds. */
  readonly embedded: ReadonlySet<Entity>;
  /** Parts that are the target of a link. */
  readonly linked: ReadonlySet<Entity>;
  /** Content-IDs that no part has, decoded. */
  readonly unresolved: ReadonlySet<string>;
}

/** Finds what the HTML parts refer to by Content-ID (RFC 2392) or Content-Location (RFC 2557). */
export function findPartReferences(parsed: ParsedMail): PartReferences {
  return parsed.remember(computeReferences);
}

/** Whether HTML can refer to this entity at all. */
export function isReferable(entity: Entity): boolean {
  return readContentId(entity) !== null || readContentLocation(entity) !== null;
}

/** Returns the entity that a URL in the HTML refers to; undefined if there is none. The first entity with a name counts. */
export type FindReferredPart = (url: string) => Entity | undefined;

export function createPartFinder(parsed: ParsedMail): FindReferredPart {
  const { entities } = parsed.tree;
  const byContentId = new Map<string, Entity>();
  const byLocation = new Map<string, Entity>();
  for (const entity of entities.toReversed()) {
    const contentId = readContentId(entity);
    if (contentId !== null) byContentId.set(toContentIdKey(contentId), entity);
    // An entity that other parts are relative to is not a picture.
    if (entity.contentType.value === "text/html" || entity.children.length > 0) continue;
    const location = readContentLocation(entity);
    if (location === null) continue;
    for (const name of [location, resolveLocation(location, undefined)]) byLocation.set(name, entity);
  }
  const base = findLocationBase(parsed);
  return (url) => {
    if (isCidUrl(url)) {
      return listCidCandidates(url)
        .map((id) => byContentId.get(toContentIdKey(id)))
        .find((entity) => entity !== undefined);
    }
    if (byLocation.size === 0) return undefined;
    return byLocation.get(url) ?? byLocation.get(resolveLocation(url, base));
  };
}

function computeReferences(parsed: ParsedMail): PartReferences {
  const { entities } = parsed.tree;
  const embedded = new Set<Entity>();
  const linked = new Set<Entity>();
  const unresolved = new Set<string>();
  const hasLocations = entities.some(({ header }) => findField(header, "content-location") !== undefined);
  let findPart: FindReferredPart | undefined;
  const resolve = (urls: ReadonlySet<string>, parts: Set<Entity>) => {
    findPart ??= createPartFinder(parsed);
    for (const url of urls) {
      const part = findPart(url);
      if (part !== undefined) parts.add(part);
      else if (isCidUrl(url)) unresolved.add(decodeCidUrl(url));
    }
  };
  for (const { entity } of parsed.content.html) {
    const html = parsed.decodedText(entity, MAX_HTML_BYTES);
    // Other URLs can only name a Content-Location.
    const mentions = hasLocations ? undefined : findContentIdMentions(html);
    if (mentions?.length === 0) continue;
    const urls = collectHtmlUrls(html, mentions);
    resolve(urls.embedded, embedded);
    resolve(urls.linked, linked);
  }
  return { embedded, linked, unresolved };
}

/** Finds where HTML may contain `cid:`, also with character references. Most mails have it nowhere, or only in the logo at the top. */
function findContentIdMentions(html: string): number[] {
  return Array.from(html.matchAll(CONTENT_ID_MENTION), ({ index }) => index);
}

const CONTENT_ID_MENTION = /cid[:&]|&#(?:x0{0,9}[46][349]|0{0,9}(?:67|99|73|105|68|100));/gi;

function readContentLocation({ source, header }: Entity): string | null {
  // RFC 2557 §4.4.1: a long one may be folded; the folds do not belong to it.
  return readFieldText(source, header, "content-location")?.replace(/\s+/g, "") || null;
}

/** Returns the absolute Content-Location of the HTML, or of an entity that contains it (RFC 2557 §5). */
function findLocationBase(parsed: ParsedMail): string | undefined {
  const [html] = parsed.content.html;
  for (let at: Entity | null = html?.entity ?? null; at !== null; at = at.parent) {
    const location = readContentLocation(at);
    if (location !== null && URL.canParse(location)) return location;
  }
  return undefined;
}

/** RFC 2557 §5: without a base, a relative URL is relative to `thismessage:/`. */
function resolveLocation(url: string, base: string | undefined): string {
  return URL.parse(url, base ?? "thismessage:/")?.href ?? url;
}
