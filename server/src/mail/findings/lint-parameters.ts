import type { Entity } from "../mime-entity.ts";
import { fieldRangeOf, rangeOf } from "./entity-ranges.ts";
import type { FindingList } from "./finding-list.ts";

/** Checks the fields that say what a part is: their grammar, and parameters that readers may read differently. */
export function lintParameters(entity: Entity, found: FindingList): void {
  const { contentType, disposition, malformed } = entity;
  if (malformed !== undefined) found.add("content-field-malformed", rangeOf(entity, malformed), malformed.name);
  const name = contentType.parameters.get("name");
  const filename = disposition?.parameters.get("filename");
  const filenameDoubts = disposition?.doubts ?? [];
  // Mailers repeat the file name in Content-Type for readers that know no better.
  const isRepetition = Boolean(filename) && filenameDoubts.length === 0;
  for (const { code, detail } of contentType.doubts ?? []) {
    const isTolerated = code === "encoded-word-in-parameter" && isRepetition && detail.startsWith("name:");
    if (!isTolerated) found.add(code, fieldRangeOf(entity, "content-type"), detail);
  }
  for (const { code, detail } of filenameDoubts) found.add(code, fieldRangeOf(entity, "content-disposition"), detail);
  if (name && filename && name !== filename) {
    const range = fieldRangeOf(entity, "content-disposition");
    found.add("parameter-conflicting", range, `filename: ${filename}, and name: ${name}`);
  }
}
