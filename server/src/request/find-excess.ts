import type * as Type from "typebox";

/** What is larger than its schema allows; `pointer` is a JSON Pointer (RFC 6901). */
export interface Excess {
  readonly pointer: string;
  readonly message: string;
}

/** Members that an object may have on top of those that its schema names, before they are compared with it one by one. */
const MAX_UNKNOWN_MEMBERS = 100;

interface ExcessSchema {
  readonly items?: Type.TSchema;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Type.TSchema>>;
  readonly additionalProperties?: unknown;
  readonly patternProperties?: object;
}

/**
 * Finds what has far too many items or members, before the schema is checked: that looks at all of them, also at those
 * beyond `maxItems`, and collects all errors before it returns the first. Of 5 MB it takes a second and a gigabyte.
 */
export function findExcess(schema: Type.TSchema, value: unknown, pointer = ""): Excess | undefined {
  const { items, maxItems, properties = {}, additionalProperties, patternProperties }: ExcessSchema = schema;
  if (Array.isArray(value)) {
    if (maxItems !== undefined && value.length > maxItems)
      return { pointer, message: `must not have more than ${maxItems} items` };
    return items === undefined ? undefined : findExcessInItems(items, value, pointer);
  }
  if (typeof value !== "object" || value === null) return undefined;
  const count = Object.keys(value).length;
  const isClosed = additionalProperties === false && patternProperties === undefined;
  if (isClosed && count > Object.keys(properties).length + MAX_UNKNOWN_MEMBERS)
    return { pointer, message: `has no place for most of its ${count} members` };
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
