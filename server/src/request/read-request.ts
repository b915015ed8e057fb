import type { FastifyRequest } from "fastify";
import * as Type from "typebox";
import { checkCharset, checkRequestFields } from "./check-header-fields.ts";
import { checkBody, checkParameters, matchesSchema } from "./check-schema.ts";
import { propertiesOf } from "./describe-mismatch.ts";
import { parseStrictJson } from "./parse-strict-json.ts";
import { parseQueryParameters } from "./query-parameters.ts";
import { UnreadableRequestError } from "./unreadable-request.ts";

/**
 * Everything that a route accepts. Anything else is refused: parameters if there is no `query`, a body if there is no
 * `body`.
 *
 * Theory of operation. A request that deletes, marks or configures something is read completely before anything
 * changes, and is carried out only if all of it was understood: the target, the query, the header fields that
 * describe the coding of the body, and the body. All APIs read such requests here, so there is one place to check.
 */
export interface RequestShape {
  readonly method: "DELETE" | "GET" | "PATCH" | "POST" | "PUT";
  readonly params?: Type.TSchema;
  readonly query?: Type.TSchema;
  readonly body?: Type.TSchema;
  /** The body is optional. */
  readonly bodyOptional?: true;
  /** The body may also be bytes of a media type other than JSON. */
  readonly rawBody?: true;
  /** Members of the body may be written in any case, as Go's JSON decoder accepts them. */
  readonly ignoreCase?: true;
}

export interface ReadOptions {
  /** Maximum number of JSON values in the body, nested ones included. Default 12,000. */
  readonly maxValues?: number;
  /** Accept half of a surrogate pair in the body: a message is stored as it was written. Default false. */
  readonly allowLoneSurrogates?: boolean;
}

type SchemaValue<Shape, Key extends keyof RequestShape> = Shape extends {
  readonly [K in Key]: infer Schema extends Type.TSchema;
}
  ? Type.Static<Schema>
  : undefined;

/** The values of a request that matches its shape. */
export interface RequestValues<Shape extends RequestShape> {
  readonly params: SchemaValue<Shape, "params">;
  readonly query: SchemaValue<Shape, "query">;
  /** Undefined if the body is optional and missing. */
  readonly body:
    | SchemaValue<Shape, "body">
    | (Shape extends { readonly bodyOptional: true } ? undefined : never)
    | (Shape extends { readonly rawBody: true } ? Buffer : never);
}

const EMPTY_QUERY = Type.Object({}, { additionalProperties: false });

/**
 * Reads a request whose body Fastify has read as a Buffer.
 *
 * @throws {UnreadableRequestError} if it does not match, or can be read in more than one way
 */
export function readRequest<Shape extends RequestShape>(
  request: FastifyRequest,
  shape: Shape,
  options: ReadOptions = {},
): RequestValues<Shape> {
  const values = {
    params: readParams(request, shape),
    query: readQuery(request, shape),
    body: readBody(request, shape, options),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each was checked against its schema
  return values as RequestValues<Shape>;
}

/** The parameters of the path do not match their schema, so nothing can exist there. */
export class UnknownPathError extends Error {
  override name = "UnknownPath";
}

function readParams({ params }: FastifyRequest, { params: schema }: RequestShape): unknown {
  if (schema === undefined) return undefined;
  const values: unknown = { ...Object(params) };
  if (matchesSchema(schema, values)) return values;
  throw new UnknownPathError(Object.values(Object(params)).map(String).join("/").slice(0, 100));
}

function readQuery({ raw }: FastifyRequest, { method, query }: RequestShape): unknown {
  const rejectsEmpty = method !== "GET";
  const value = checkParameters(
    query ?? EMPTY_QUERY,
    parseQueryParameters(raw.url ?? "", { mustBeMeant: rejectsEmpty }),
  );
  return query === undefined ? undefined : value;
}

/** A request whose body was not parsed. */
export interface UploadValues<Shape extends RequestShape> extends Omit<RequestValues<Shape>, "body"> {
  /** Undefined where it may be left out, and is. */
  readonly bytes: Buffer | undefined;
  /** Whether the bytes are to be read by `parseJsonBody`. */
  readonly isJson: boolean;
}

/**
 * Reads a request but for its JSON, which may take long: `parseJsonBody` reads it, also in a worker thread.
 *
 * @throws {UnreadableRequestError} where the rest does not fit
 */
export function readUpload<Shape extends RequestShape>(request: FastifyRequest, shape: Shape): UploadValues<Shape> {
  const values = {
    params: readParams(request, shape),
    query: readQuery(request, shape),
    ...readBodyBytes(request, shape),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each was checked against its schema
  return values as UploadValues<Shape>;
}

function readBody(request: FastifyRequest, shape: RequestShape, options: ReadOptions): unknown {
  const { bytes, isJson } = readBodyBytes(request, shape);
  return bytes === undefined || !isJson ? bytes : parseJsonBody(bytes, shape, options);
}

function readBodyBytes(
  request: FastifyRequest,
  shape: RequestShape,
): Pick<UploadValues<RequestShape>, "bytes" | "isJson"> {
  const none = { bytes: undefined, isJson: false };
  if (shape.method === "GET") return none;
  checkRequestFields(request);
  checkContentCoding(request);
  const bytes = Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : undefined;
  if (shape.body === undefined) {
    if (bytes === undefined) return none;
    throw new UnreadableRequestError("This route takes no body. Leave it out.");
  }
  if (shape.rawBody && Buffer.isBuffer(request.body) && !hasJsonBody(request))
    return { bytes: request.body, isJson: false };
  if (bytes === undefined) {
    if (shape.bodyOptional) return none;
    throw new UnreadableRequestError("The body is missing. Send a JSON object.");
  }
  checkCharset(request, bytes);
  return { bytes, isJson: true };
}

/**
 * Parses the JSON of a body, and checks it against the schema of its route.
 *
 * @throws {UnreadableRequestError} where it does not fit, or can be read in more than one way
 */
export function parseJsonBody<Shape extends RequestShape>(
  bytes: Buffer,
  shape: Shape,
  options: ReadOptions = {},
): SchemaValue<Shape, "body"> {
  const { body: schema = Type.Unknown() }: RequestShape = shape;
  const ignoreCase = shape.ignoreCase === true;
  const value = parseStrictJson(bytes, {
    ...options,
    ignoreCase,
    check: (parsed) => checkBody(schema, ignoreCase ? renameMembers(schema, parsed) : parsed),
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was checked against the schema
  return value as SchemaValue<Shape, "body">;
}

const IDENTITY_CODINGS: ReadonlySet<string> = new Set(["identity", "chunked"]);

/** Only bodies without a content coding are accepted: a compressed body would be misread. */
function checkContentCoding({ headers, raw: { socket } }: FastifyRequest): void {
  const codings = [headers["content-encoding"], headers["transfer-encoding"]].flatMap(
    (field) => field?.split(",") ?? [],
  );
  const unknown = codings.map((coding) => coding.trim().toLowerCase()).find((coding) => !IDENTITY_CODINGS.has(coding));
  if (unknown !== undefined) {
    throw new UnreadableRequestError(`The body has the coding “${unknown.slice(0, 100)}”. Send it uncompressed.`, {
      statusCode: 415,
    });
  }
  // The following bytes on the connection were not a request. Most likely they are the body, sent without a
  // Content-Length.
  if (socket.destroyed || socket.writableEnded) throw new UnreadableRequestError("The connection broke.");
}

const hasJsonBody = ({ headers }: FastifyRequest) =>
  /^application\/json\s*(?:;|$)/i.test(headers["content-type"] ?? "");

/** Renames members to the spelling of the schema. */
function renameMembers(schema: Type.TSchema, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const known = new Map(Object.entries(propertiesOf(schema)).map((entry) => [entry[0].toLowerCase(), entry]));
  const members = Object.entries(value).map(([written, member]): [string, unknown] => {
    const [name, property] = known.get(written.toLowerCase()) ?? [written];
    return [name, property === undefined ? member : renameMembers(property, member)];
  });
  return Object.fromEntries(members);
}
