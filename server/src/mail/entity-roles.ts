import type { Entity } from "./mime-entity.ts";

/** Leaves that are shown as text of the message: not disposed as attachments, without a name, not in an enclosed message. */
export function textEntities(entities: readonly Entity[], type: "text/plain" | "text/html"): Entity[] {
  return entities.filter((entity) => entity.contentType.value === type && isBodyText(entity));
}

/** Leaves, and enclosed messages as a whole, that are not text of the message. */
export function attachedEntities(entities: readonly Entity[]): Entity[] {
  return entities.filter((entity) => {
    const { value } = entity.contentType;
    if (isEnclosed(entity) || (value.startsWith("multipart/") && entity.children.length > 0)) return false;
    return !((value === "text/plain" || value === "text/html") && isBodyText(entity));
  });
}

/** `filename` of the disposition, or the older `name` of the type. */
export function entityFilename({ disposition, contentType }: Entity): string | null {
  return disposition?.parameters.get("filename") || contentType.parameters.get("name") || null;
}

function isBodyText(entity: Entity): boolean {
  return !isEnclosed(entity) && entity.disposition?.value !== "attachment" && entityFilename(entity) === null;
}

/** Whether it stands in a message that is enclosed in this one. */
function isEnclosed(entity: Entity): boolean {
  for (let at = entity.parent; at !== null; at = at.parent) {
    if (at.contentType.value === "message/rfc822") return true;
  }
  return false;
}
