import type * as Type from "typebox";
import * as Value from "typebox/value";
import { findExcess } from "./find-excess.ts";
import type { QueryParameters } from "./query-parameters.ts";
import { type RequestError, UnreadableRequestError } from "./unreadable-request.ts";

/** Maximum number of errors in a response. */
const MAX_ERRORS = 10;

/**
 * Checks query parameters against their schema and converts them to its types. Schemas are interpreted: they are
 * small, and compiling them would slow down startup more than it saves.
 *
 * @throws {UnreadableRequestError} if the parameters do not match
 */
export function checkParameters(schema: Type.TSchema, parameters: QueryParameters): unknown {
  for (const [name, value] of Object.entries(parameters)) {
    if (Array.isArray(value) && !isListParameter(schema, name)) {
      throw new UnreadableRequestError(`The query has ${name.slice(0, 100)} more than once. Use it only once.`, {
        errors: [{ in: "query", pointer: `/${name}`, message: "is used more than once" }],
      });
    }
  }
  const value = convertParameters(schema, parameters);
  if (!Value.Check(schema, value)) throw createMismatchError(schema, value, "query");
  return value;
}

/**
 * Checks a body against its schema without converting it.
 *
 * @throws {UnreadableRequestError} if the body does not match
 */
export function checkBody(schema: Type.TSchema, body: unknown): unknown {
  const excess = findExcess(schema, body);
  if (excess !== undefined) throw toUnreadableError([{ in: "body", ...excess }]);
  if (!Value.Check(schema, body)) throw createMismatchError(schema, body, "body");
  return body;
}

/** Returns whether the parameters of a path match. They are strings. */
export const matchesSchema = (schema: Type.TSchema, params: unknown): boolean => Value.Check(schema, params);

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, Type.TSchema>>;
}

interface ArraySchema {
  readonly items?: Type.TSchema;
}

export function propertiesOf(schema: Type.TSchema): Readonly<Record<string, Type.TSchema>> {
  const { properties = {} }: ObjectSchema = schema;
  return properties;
}

function isListParameter(schema: Type.TSchema, name: string): boolean {
  const properties = propertiesOf(schema);
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return property !== undefined && "type" in property && property.type === "array";
}

/** Convert alone turns an empty string into 0, and 1.5 into 1. Such a string is kept, so that it fails the check. */
function convertParameters(schema: Type.TSchema, parameters: QueryParameters): unknown {
  const values = Object.entries(Object(Value.Convert(schema, { ...parameters }))).map(([name, value]) => {
    const text = parameters[name];
    const changesMeaning =
      typeof value === "number" && typeof text === "string" && (text.trim() === "" || Number(text) !== value);
    return [name, changesMeaning ? text : value] as const;
  });
  return Object.fromEntries(values);
}

function createMismatchError(
  schema: Type.TSchema,
  value: unknown,
  location: RequestError["in"],
): UnreadableRequestError {
  const errors: RequestError[] = Value.Errors(schema, value)
    .filter(({ keyword }) => keyword !== "boolean")
    .slice(0, MAX_ERRORS)
    .map(({ instancePath, message, keyword, params }) => ({
      in: location,
      pointer: instancePath,
      message: describeMismatch(schema, { keyword, pointer: instancePath, params, message }),
    }));
  return toUnreadableError(errors);
}

interface Mismatch {
  readonly keyword: string;
  readonly pointer: string;
  readonly params: object;
  readonly message: string;
}

function describeMismatch(schema: Type.TSchema, { keyword, pointer, params, message }: Mismatch): string {
  if (keyword === "additionalProperties") return describeUnknownNames(schema, pointer, params);
  // A description is easier to read than a regular expression.
  const description = keyword === "pattern" ? findDescription(schema, pointer) : undefined;
  return description === undefined ? message : `does not have this form: ${description}`;
}

/** Returns the description of the member at a JSON Pointer whose names need no escaping. */
function findDescription(schema: Type.TSchema, pointer: string): string | undefined {
  let member: Type.TSchema | undefined = schema;
  for (const name of pointer.split("/").slice(1)) member = member && memberOf(member, name);
  const { description }: { readonly description?: string } = member ?? {};
  return description;
}

/** Returns the schema of a property, or of the items of an array. */
function memberOf(schema: Type.TSchema, name: string): Type.TSchema | undefined {
  const { items }: ArraySchema = schema;
  return items ?? propertiesOf(schema)[name];
}

function toUnreadableError(errors: readonly RequestError[]): UnreadableRequestError {
  const lines = errors.map(
    ({ in: place, pointer, message }) => `${pointer === "" ? `the ${place}` : `${place} ${pointer}`} ${message}`,
  );
  return new UnreadableRequestError(`The request does not match this route: ${lines.join("; ")}.`, { errors });
}

function describeUnknownNames(schema: Type.TSchema, pointer: string, params: object): string {
  const names = "additionalProperties" in params ? [params.additionalProperties].flat().map(String) : [];
  const unknown = `does not accept ${names.join(", ").slice(0, 200)}`;
  if (pointer !== "") return unknown;
  const known = Object.keys(propertiesOf(schema));
  return known.length === 0 ? `${unknown}; it accepts nothing` : `${unknown}; it accepts ${known.join(", ")}`;
}
