import type * as Type from "typebox";

/** A value that is larger than its schema allows; `pointer` is a JSON Pointer (RFC 6901). */
export interface Excess {
  readonly pointer: string;
  readonly message: string;
}

/** Maximum number of unknown members of an object that are compared with the schema one by one. */
const MAX_UNKNOWN_MEMBERS = 100;

interface ExcessSchema {
  readonly items?: Type.TSchema;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Type.TSchema>>;
  readonly additionalProperties?: unknown;
  readonly patternProperties?: object;
}

/**
 * Finds a value with far too many items or members, before the schema is checked. The schema check would look at all
 * of them, even beyond `maxItems`, and collect all errors before it returns the first: for 5 MB that takes a second
 * and a gigabyte.
 */
export function findExcess(schema: Type.TSchema, value: unknown, pointer = ""): Excess | undefined {
  const { items, maxItems, properties = {}, additionalProperties, patternProperties }: ExcessSchema = schema;
  if (Array.isArray(value)) {
    if (maxItems !== undefined && value.length > maxItems)
      return { pointer, message: `must have at most ${maxItems} items` };
    return items === undefined ? undefined : findExcessInItems(items, value, pointer);
  }
  if (typeof value !== "object" || value === null) return undefined;
  const count = Object.keys(value).length;
  const isClosed = additionalProperties === false && patternProperties === undefined;
  if (isClosed && count > Object.keys(properties).length + MAX_UNKNOWN_MEMBERS)
    return { pointer, message: `does not accept most of its ${count} members` };
  const members: Readonly<Record<string, unknown>> = { ...value };
  for (const [name, property] of Object.entries(properties)) {
    const excess = findExcess(property, members[name], `${pointer}/${name}`);
    if (excess !== undefined) return excess;
  }
  return undefined;
}

function findExcessInItems(items: Type.TSchema, values: readonly unknown[], pointer: string): Excess | undefined {
  for (const [index, value] of values.entries()) {
    const excess = findExcess(items, value, `${pointer}/${index}`);
    if (excess !== undefined) return excess;
  }
  return undefined;
}
