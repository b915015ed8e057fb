import type * as Type from "typebox";
import type { TLocalizedValidationError } from "typebox/error";
import { joinList } from "../base/join-list.ts";

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, Type.TSchema>>;
}

/** The keywords of a schema that describe a single value. */
interface ValueSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly Type.TSchema[];
  readonly description?: string;
}

export function propertiesOf(schema: Type.TSchema): Readonly<Record<string, Type.TSchema>> {
  const { properties = {} }: ObjectSchema = schema;
  return properties;
}

/**
 * Returns the errors that say what to correct. A union reports an error of its own, and those of all its alternatives: if one of these
 * was meant, its errors say so, and otherwise that of the union describes them all.
 *
 * @param errors at most 8, because the validator collects no more; that of a union may be missing
 */
export function selectErrors(errors: readonly TLocalizedValidationError[]): readonly TLocalizedValidationError[] {
  const all = errors.filter(({ keyword }) => keyword !== "boolean");
  for (const { schemaPath, instancePath } of all) {
    const [, unionPath] = /^(.*)\/anyOf\/\d+$/.exec(schemaPath) ?? [];
    const isUnion = (error: TLocalizedValidationError) =>
      error.keyword === "anyOf" && error.schemaPath === unionPath && error.instancePath === instancePath;
    if (unionPath !== undefined && !all.some(isUnion))
      all.push({ keyword: "anyOf", schemaPath: unionPath, instancePath, params: {}, message: "is not as described" });
  }
  const unneeded = new Set<TLocalizedValidationError>();
  for (const union of all.filter(({ keyword }) => keyword === "anyOf")) {
    const ofAlternatives = all.filter(
      ({ schemaPath, instancePath }) =>
        schemaPath.startsWith(`${union.schemaPath}/anyOf/`) && `${instancePath}/`.startsWith(`${union.instancePath}/`),
    );
    const isOther = ({ keyword, instancePath }: TLocalizedValidationError) =>
      instancePath === union.instancePath && (keyword === "type" || keyword === "const");
    for (const error of ofAlternatives.filter(isOther)) unneeded.add(error);
    if (!ofAlternatives.every(isOther)) unneeded.add(union);
  }
  return all.filter((error) => !unneeded.has(error));
}

/**
 * Continues a sentence that begins with the value, such as “body /on must be …”.
 *
 * @param memberName what a member is called here
 */
export function describeMismatch(
  schema: Type.TSchema,
  error: TLocalizedValidationError,
  memberName: "member" | "parameter",
): string {
  const pointer = error.instancePath;
  switch (error.keyword) {
    case "additionalProperties":
      return describeUnknownNames(schema, pointer, error.params.additionalProperties);
    case "required":
      return describeMissing(error.params.requiredProperties, memberName);
    case "minProperties":
      return `must have at least ${count(error.params.limit, memberName)}`;
    case "minItems":
      return `must have at least ${count(error.params.limit, "item")}`;
    case "maxItems":
      return `must have at most ${count(error.params.limit, "item")}`;
    case "minLength":
      return error.params.limit === 1 ? "must not be empty" : `must have at least ${error.params.limit} characters`;
    case "maxLength":
      return `must have at most ${count(error.params.limit, "character")}`;
    case "minimum":
      return `must be at least ${error.params.limit}`;
    case "maximum":
      return `must be at most ${error.params.limit}`;
    case "format":
      return `must have the format ${error.params.format}`;
    case "const":
      return `must be ${quote(error.params.allowedValue)}`;
    case "enum":
      return `must be ${joinAlternatives(error.params.allowedValues.map(quote))}`;
    case "type":
      return `must be ${joinAlternatives([error.params.type].flat().map(nameType))}`;
    case "anyOf": {
      const alternatives = findSchema(schema, error.schemaPath)?.anyOf ?? [];
      return alternatives.length === 0 ? error.message : `must be ${joinAlternatives(alternatives.map(nameSchema))}`;
    }
    case "pattern": {
      // A description is easier to read than a regular expression.
      const description = findSchema(schema, error.schemaPath)?.description;
      return description === undefined ? error.message : `does not have this form: ${description}`;
    }
    default:
      return error.message;
  }
}

const count = (limit: number | bigint, noun: string) => (Number(limit) === 1 ? `one ${noun}` : `${limit} ${noun}s`);

const quote = (value: unknown) => (typeof value === "string" ? `“${value}”` : String(value));

/** Without repetitions. */
const joinAlternatives = (texts: readonly string[]) => joinList([...new Set(texts)], "or");

const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  null: "null",
  number: "a number",
  object: "an object",
  string: "a string",
};

const nameType = (type: string) => TYPE_NAMES[type] ?? type;

function nameSchema(schema: Type.TSchema): string {
  const { type = "", const: value }: ValueSchema = schema;
  return value === undefined ? nameType(type) : quote(value);
}

function describeMissing(names: readonly string[], memberName: string): string {
  const noun = names.length === 1 ? memberName : `${memberName}s`;
  return `lacks the required ${noun} ${joinList(names.map(quote), "and")}`;
}

/** Returns the part of a schema at a path such as `#/properties/on`, whose names need no escaping. */
function findSchema(schema: Type.TSchema, path: string): ValueSchema | undefined {
  let part: unknown = schema;
  for (const name of path.split("/").slice(1)) part = Object(part)[name];
  return Object(part);
}

function describeUnknownNames(schema: Type.TSchema, pointer: string, names: readonly string[]): string {
  const unknown = `does not accept ${names.join(", ").slice(0, 200)}`;
  if (pointer !== "") return unknown;
  const known = Object.keys(propertiesOf(schema));
  return known.length === 0 ? `${unknown}; it accepts nothing` : `${unknown}; it accepts ${known.join(", ")}`;
}
