import { createHash } from "node:crypto";
import type { AttachmentComparison, PartComparison } from "@mailglass/shared";
import { diffArrays } from "diff";
import { entityDisposition, entityFilename } from "../classify-parts.ts";
import type { Mail } from "../mail.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { listAttachments } from "../parts.ts";

/** Maximum number of parts, and of attachments, of each message that are compared. */
const MAX_PARTS = 300;

interface DescribedPart {
  readonly depth: number;
  readonly text: string;
}

/** Compares the trees of parts. A part whose description changed is one row. */
export function compareStructure(first: ParsedMail, second: ParsedMail): PartComparison[] {
  const changes = diffArrays(describeParts(first), describeParts(second), {
    comparator: (a, b) => a.depth === b.depth && a.text === b.text,
  });
  const rows: PartComparison[] = [];
  for (const [at, { value, added, removed }] of changes.entries()) {
    const before = changes[at - 1];
    if (removed) {
      const next = changes[at + 1];
      const replaced = next?.added ? next.value : [];
      for (const [index, part] of value.entries()) rows.push(createRow(part, replaced[index]));
    } else if (added) {
      const paired = before?.removed ? before.value.length : 0;
      for (const part of value.slice(paired)) rows.push(createRow(undefined, part));
    } else {
      for (const part of value) rows.push(createRow(part, part));
    }
  }
  return rows;
}

function createRow(first: DescribedPart | undefined, second: DescribedPart | undefined): PartComparison {
  const change =
    first === undefined ? "added" : second === undefined ? "removed" : first === second ? "same" : "changed";
  return {
    change,
    depth: (first ?? second)?.depth ?? 0,
    first: first?.text ?? null,
    second: second?.text ?? null,
  };
}

function describeParts({ tree }: ParsedMail): DescribedPart[] {
  return tree.entities.slice(0, MAX_PARTS).map((entity) => ({ depth: entity.depth, text: describePart(entity) }));
}

/** Describes a part without its boundary, Content-ID and size, which differ in every message. */
function describePart(entity: Entity): string {
  const { contentType, encoding } = entity;
  const charset = contentType.parameters.get("charset")?.toLowerCase();
  const facts = [
    contentType.value,
    charset === undefined ? "" : `charset ${charset}`,
    entity.children.length === 0 ? encoding : "",
    entityDisposition(entity) ?? "",
    entityFilename(entity) ?? "",
  ];
  return facts.filter((fact) => fact !== "").join(", ");
}

type ComparedAttachment = NonNullable<AttachmentComparison["first"]>;

/** Compares attachments by name, and those without a counterpart by content. */
export function compareAttachments(
  first: readonly ComparedAttachment[],
  second: readonly ComparedAttachment[],
): AttachmentComparison[] {
  const left = [...second];
  const take = (isMatch: (candidate: ComparedAttachment) => boolean) => {
    const index = left.findIndex(isMatch);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  // Equal files are matched first, so that a file with the name of another is not taken for it.
  const equal = first.map((one) => take(({ filename, sha256 }) => filename === one.filename && sha256 === one.sha256));
  const rows = first.map((one, index): AttachmentComparison => {
    const same = equal[index];
    if (same !== undefined) return { change: "same", first: one, second: same };
    const changed = take(({ filename }) => filename === one.filename);
    if (changed !== undefined) return { change: "changed", first: one, second: changed };
    const renamed = take(({ sha256 }) => sha256 === one.sha256);
    return renamed === undefined
      ? { change: "removed", first: one, second: null }
      : { change: "renamed", first: one, second: renamed };
  });
  return [...rows, ...left.map((other): AttachmentComparison => ({ change: "added", first: null, second: other }))];
}

/** Lists the attachments of a message with the hash of their contents. */
export function hashAttachments(mail: Mail, parsed: ParsedMail): ComparedAttachment[] {
  const entities = new Map(parsed.tree.entities.map((entity) => [entity.number, entity]));
  return listAttachments(mail)
    .filter(({ inText }) => !inText)
    .slice(0, MAX_PARTS)
    .map(({ part, filename, size }) => {
      const entity = entities.get(part);
      const bytes = entity === undefined ? Buffer.alloc(0) : parsed.decodedBytes(entity);
      return { filename, size, sha256: createHash("sha256").update(bytes).digest("hex") };
    });
}
