import { entityDisposition, entityFilename } from "../../mail/classify-parts.ts";
import { readContentId } from "../../mail/content-id.ts";
import { type Entity, isMultipart } from "../../mail/mime-entity.ts";
import type { ParsedMail } from "../../mail/parsed-mail.ts";

/** Mailpit's lists of files. They depend on disposition and media type only, not on what the HTML shows. */
export interface FileLists {
  readonly attachments: readonly Entity[];
  readonly inlines: readonly Entity[];
  /** Parts without a disposition, such as signatures. Mailpit lists them as inline, but `has:inline` does not find them. */
  readonly others: readonly Entity[];
}

/**
 * Sorts the parts of a message as Mailpit does, level by level. An application/octet-stream with disposition `inline` is in two
 * lists. Unlike in Mailpit, a part with an unknown disposition is an attachment (RFC 2183 §2.8) instead of in no list.
 */
export function sortFiles(root: Entity): FileLists {
  if (!isMultipart(root)) return sortSinglePart(root);
  const parts = listByLevel(root);
  const isPlain = (entity: Entity) => entityDisposition(entity) === null;
  return {
    attachments: parts.filter((entity) => entityDisposition(entity) === "attachment" || isOctetStream(entity)),
    inlines: parts.filter((entity) => entityDisposition(entity) === "inline" && !isMultipart(entity)),
    others: parts.filter(
      (entity) => isPlain(entity) && !isMultipart(entity) && !isOctetStream(entity) && !isBodyType(entity),
    ),
  };
}

export interface FileCounts {
  readonly attachments: number;
  readonly inlines: number;
}

/** Counts what Mailpit counts in a row and what `has:` finds: named or not. */
export function countFiles({ tree: { root } }: ParsedMail): FileCounts {
  const { attachments, inlines } = sortFiles(root);
  return { attachments: attachments.length, inlines: inlines.length };
}

/** Whether Mailpit lists a file in a message; it counts others, too. */
export function isListed(entity: Entity): boolean {
  return entityFilename(entity) !== null || readContentId(entity) !== null;
}

/** A message that consists of one part is a file unless it is text. */
function sortSinglePart(root: Entity): FileLists {
  const disposition = entityDisposition(root);
  if (isBodyType(root) && disposition !== "attachment") return { attachments: [], inlines: [], others: [] };
  return disposition === "inline"
    ? { attachments: [], inlines: [root], others: [] }
    : { attachments: [root], inlines: [], others: [] };
}

/** Lists the parts; an enclosed message is one part. */
function listByLevel(root: Entity): Entity[] {
  const parts = [root];
  // The list grows while it is read.
  for (const entity of parts) if (isMultipart(entity)) for (const child of entity.children) parts.push(child);
  return parts;
}

const isOctetStream = ({ contentType }: Entity) => contentType.value === "application/octet-stream";

const isBodyType = ({ contentType }: Entity) => /^text\/(?:plain|html)$/.test(contentType.value);
