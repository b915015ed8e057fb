import type * as Type from "typebox";
import * as Value from "typebox/value";
import { describeMismatch, propertiesOf, selectErrors } from "./describe-mismatch.ts";
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
  const errors: RequestError[] = selectErrors(Value.Errors(schema, value))
    .slice(0, MAX_ERRORS)
    .map((error) => ({
      in: location,
      pointer: error.instancePath,
      message: describeMismatch(schema, error, location === "query" ? "parameter" : "member"),
    }));
  return toUnreadableError(errors);
}

function toUnreadableError(errors: readonly RequestError[]): UnreadableRequestError {
  const lines = errors.map(
    ({ in: place, pointer, message }) => `${pointer === "" ? `the ${place}` : `${place} ${pointer}`} ${message}`,
  );
  return new UnreadableRequestError(`The request does not match this route: ${lines.join("; ")}.`, { errors });
}
