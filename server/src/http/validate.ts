import type { FastifySchemaCompiler } from "fastify";
import * as Type from "typebox";
import * as Value from "typebox/value";
import { HttpProblem, notFound } from "./problem.ts";

export const NO_QUERY = Type.Object({}, { additionalProperties: false });

/** One thing that does not fit, and where: `pointer` is a JSON Pointer (RFC 6901) into the query or the body. */
interface Misfit {
  readonly in: "query" | "body";
  readonly pointer: string;
  readonly message: string;
}

const MAX_MISFITS = 10;

/**
 * Checks a part of a request against its schema. Texts of paths and queries are converted to what the schema says;
 * bodies are taken as they are. Checked by interpretation: schemas are small, and compiling them would cost the start
 * of the process more than it saves.
 */
export const validate: FastifySchemaCompiler<Type.TSchema> = ({ schema, httpPart }) => {
  return (data: unknown) => {
    if (httpPart === "body")
      return Buffer.isBuffer(data) || Value.Check(schema, data)
        ? { value: data }
        : { error: misfits(schema, data, "body") };
    const value = converted(schema, { ...Object(data) });
    if (Value.Check(schema, value)) return { value };
    return { error: httpPart === "params" ? noSuchThing(value) : misfits(schema, value, "query") };
  };
};

/** Conversion alone makes 0 of a number that was left empty, and 1 of 1.5: such a text stays as it is, and fits nothing. */
function converted(schema: Type.TSchema, texts: Readonly<Record<string, unknown>>): unknown {
  const values = Object.entries(Object(Value.Convert(schema, { ...texts }))).map(([name, value]) => {
    const text = texts[name];
    const isOther =
      typeof value === "number" && typeof text === "string" && (text.trim() === "" || Number(text) !== value);
    return [name, isOther ? text : value] as const;
  });
  return Object.fromEntries(values);
}

/** A parameter in a path that is not one of ours names something that does not exist. */
function noSuchThing(params: unknown): HttpProblem {
  return notFound("thing", Object.values(Object(params)).map(String).join("/").slice(0, 100));
}

function misfits(schema: Type.TSchema, value: unknown, place: Misfit["in"]): HttpProblem {
  const errors: Misfit[] = Value.Errors(schema, value)
    .filter(({ keyword }) => keyword !== "boolean")
    .slice(0, MAX_MISFITS)
    .map(({ instancePath, message, keyword, params }) => ({
      in: place,
      pointer: instancePath,
      message: keyword === "additionalProperties" ? unknownNames(schema, instancePath, params) : message,
    }));
  const lines = errors.map(
    ({ pointer, message }) => `${pointer === "" ? `the ${place}` : `${place} ${pointer}`} ${message}`,
  );
  return new HttpProblem("bad-request", `Not as this route takes it: ${lines.join("; ")}.`, { errors });
}

function unknownNames(schema: Type.TSchema, pointer: string, params: object): string {
  const names = "additionalProperties" in params ? [params.additionalProperties].flat().map(String) : [];
  const unknown = `has no place for ${names.join(", ").slice(0, 200)}`;
  if (pointer !== "" || !("properties" in schema)) return unknown;
  const known = Object.keys(Object(schema.properties));
  return known.length === 0 ? `${unknown}; it takes nothing` : `${unknown}; it takes ${known.join(", ")}`;
}
