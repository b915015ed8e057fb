import type { ContentKind } from "@mailglass/shared";
import { entityFilename } from "../classify-parts.ts";
import { type Entity, isMessage } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";

/*
 * Which parts of a message have content that is shown in another form than text. This only looks at types and names, and at the
 * beginning of text, so it is cheap. `read-content.ts` reads the parts in the worker.
 */

/** The parts with such content, in the order of the source. Parts of enclosed messages are not included. */
export interface FoundContent {
  readonly calendars: readonly Entity[];
  readonly reports: readonly Entity[];
  readonly seals: readonly Entity[];
  readonly tnef: readonly Entity[];
}

export function findContent(parsed: ParsedMail): FoundContent {
  return parsed.remember(searchContent);
}

/** Returns the kinds of content that `readContent` finds. */
export function listContentKinds(parsed: ParsedMail): ContentKind[] {
  const { calendars, reports, seals, tnef } = findContent(parsed);
  const kinds: ContentKind[] = [];
  if (calendars.length > 0) kinds.push("calendars");
  if (reports.length > 0) kinds.push("reports");
  if (seals.length > 0) kinds.push("seals");
  if (tnef.length > 0) kinds.push("tnef");
  return kinds;
}

function searchContent(parsed: ParsedMail): FoundContent {
  const own = listOwnEntities(parsed.tree.root);
  return {
    calendars: own.filter(isCalendar),
    reports: own.filter(({ contentType }) => REPORT_TYPES.has(contentType.value)),
    seals: own.filter((entity) => isSealed(entity) || hasPgpText(parsed, entity)),
    tnef: own.filter(isTnef),
  };
}

/** Lists an entity and its parts, without the parts of enclosed messages. */
export function listOwnEntities(root: Entity): Entity[] {
  const own: Entity[] = [];
  const waiting = [root];
  for (let entity = waiting.pop(); entity !== undefined; entity = waiting.pop()) {
    own.push(entity);
    if (!isMessage(entity)) waiting.push(...entity.children.toReversed());
  }
  return own;
}

const REPORT_TYPES = new Set([
  "message/delivery-status",
  "message/global-delivery-status",
  "message/disposition-notification",
  "message/global-disposition-notification",
  "message/feedback-report",
]);

const SEALED_TYPES = new Set([
  "multipart/signed",
  "multipart/encrypted",
  "application/pkcs7-mime",
  "application/x-pkcs7-mime",
  "application/pgp-keys",
]);

export function isCalendar(entity: Entity): boolean {
  const { value } = entity.contentType;
  if (value === "text/calendar" || value === "application/ics") return true;
  return !value.startsWith("multipart/") && /\.ics$/i.test(entityFilename(entity) ?? "");
}

/** Whether an entity is S/MIME, or a container of signed or encrypted parts. Its name counts if its type says nothing. */
export function isSealed(entity: Entity): boolean {
  const { value } = entity.contentType;
  return SEALED_TYPES.has(value) || (value === "application/octet-stream" && isPkcs7Name(entity));
}

export function isPkcs7Name(entity: Entity): boolean {
  return /\.p7m$/i.test(entityFilename(entity) ?? "");
}

export function isTnef(entity: Entity): boolean {
  const { value } = entity.contentType;
  if (value === "application/ms-tnef" || value === "application/vnd.ms-tnef") return true;
  return !value.startsWith("multipart/") && /^winmail\.dat$/i.test(entityFilename(entity) ?? "");
}

/** Bytes of a text that are searched for OpenPGP. */
const PGP_SEARCH_BYTES = 16 * 1024;

function hasPgpText(parsed: ParsedMail, entity: Entity): boolean {
  if (entity.contentType.value !== "text/plain" || entity.children.length > 0) return false;
  return parsed.decodedBytes(entity).subarray(0, PGP_SEARCH_BYTES).includes("-----BEGIN PGP ");
}
