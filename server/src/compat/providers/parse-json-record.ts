import { MAX_JSON_DEPTH, scanJson } from "../../request/scan-json.ts";
import type { RequestFields } from "./request-fields.ts";

/** Parses a text member that has an object as JSON. Anything else is a problem, as are too many levels. */
export function parseJsonRecord(
  fields: RequestFields,
  name: string,
  target: string,
): Readonly<Record<string, unknown>> {
  const text = fields.text(name, target);
  if (text === undefined || text.trim() === "") return {};
  if (scanJson(Buffer.from(text)) === "too-deep") {
    fields.addProblem(name, `${fields.nameOf(name)} is nested more than ${MAX_JSON_DEPTH} levels deep.`);
    return {};
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Reported below.
  }
  fields.addProblem(name, `${fields.nameOf(name)} must be a JSON object.`);
  return {};
}
