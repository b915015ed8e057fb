import { findField } from "../header-fields.ts";
import { type Entity, isMessage, locateInMessage } from "../mime-entity.ts";
import type { ByteRange } from "./finding-list.ts";

/** Converts a range of an entity's source to one of the message. For a range within an encoded body, the whole body. */
export function rangeOf(entity: Entity, range: ByteRange): ByteRange {
  return entity.encodedIn === null ? range : locateInMessage(entity);
}

/** Returns the range of an entity's first field with this name (lower case), or else of its header. */
export function fieldRangeOf(entity: Entity, key: string): ByteRange {
  return rangeOf(entity, findField(entity.header, key) ?? { start: entity.start, end: entity.bodyStart });
}

/** Returns the range of an entity's Content-Type, or else of its header. */
export function headerRangeOf(entity: Entity): ByteRange {
  return fieldRangeOf(entity, "content-type");
}

export function lastByteRangeOf(entity: Entity): ByteRange {
  return rangeOf(entity, { start: Math.max(entity.bodyStart, entity.end - 1), end: entity.end });
}

/** Whether the entity is part of a message that this one encloses. Somebody else made that message. */
export function isEnclosed(entity: Entity): boolean {
  for (let at = entity.parent; at !== null; at = at.parent) if (isMessage(at)) return true;
  return false;
}
