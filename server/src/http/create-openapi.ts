import { type ApiRoute, Problem, routes, WaitTimedOut } from "@mailglass/shared";
import type { TSchema } from "typebox";

type Json = { readonly [key: string]: unknown };

const PROBLEM_TYPE = "application/problem+json";

/**
 * Creates the OpenAPI 3.1 document of the API from the route table. Named schemas become components.
 *
 * @param basePath path of the API as a browser sees it; begins and ends with a slash
 */
export function createOpenApi(version: string, basePath: string): Json {
  const schemas = new Map<string, Json>();
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries<ApiRoute>(routes)) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: createOperation(name, route, schemas) };
  }
  referenceSchema(Problem, schemas);
  referenceSchema(WaitTimedOut, schemas);
  return {
    openapi: "3.1.0",
    info: {
      title: "Mailglass",
      version,
      description: "The mailbox of a mail catcher: wait for messages, read them, script failures.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: basePath === "/" ? "/" : basePath.slice(0, -1) }],
    paths,
    components: { schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))) },
  };
}

function createOperation(name: string, route: ApiRoute, schemas: Map<string, Json>): Json {
  const parameters = [
    ...createParameters(route.params, "path", schemas),
    ...createParameters(route.query, "query", schemas),
  ];
  const body = route.body && { required: true, content: createBodyContent(route, route.body, schemas) };
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.path.split("/")[2] ?? "api"],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: {
      [route.status ?? 200]: createSuccessResponse(route, schemas),
      ...(name === "waitForMessages"
        ? { 404: createProblemResponse("No matching message arrived in time", WaitTimedOut, schemas) }
        : {}),
      default: createProblemResponse("Refused; the problem document says what to do", Problem, schemas),
    },
  };
}

function createBodyContent(
  { rawBody, rawTypes = ["message/rfc822"] }: ApiRoute,
  body: TSchema,
  schemas: Map<string, Json>,
): Json {
  const rawContent = rawTypes.map((type) => [type, { schema: { type: "string", contentMediaType: type } }]);
  return {
    ...(acceptsJson(body) && { "application/json": { schema: referenceSchema(body, schemas) } }),
    ...(rawBody && Object.fromEntries(rawContent)),
  };
}

/** Whether a body may be JSON. The schema of one that may not is `Type.Never()`. */
export const acceptsJson = (body: TSchema): boolean => !("not" in body);

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
}

function createParameters(schema: TSchema | undefined, place: "path" | "query", schemas: Map<string, Json>): Json[] {
  const { properties = {}, required = [] }: ObjectSchema = schema ?? {};
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = referenceSchema(property, schemas);
    return {
      name,
      in: place,
      required: place === "path" || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

function createSuccessResponse(route: ApiRoute, schemas: Map<string, Json>): Json {
  if (route.status === 204) return { description: "Done" };
  const schema = route.response === undefined ? { type: "string" } : referenceSchema(route.response, schemas);
  return {
    description: route.status === 201 ? "Created" : "Found",
    content: { [route.mediaType ?? "application/json"]: { schema } },
  };
}

function createProblemResponse(description: string, schema: TSchema, schemas: Map<string, Json>): Json {
  return { description, content: { [PROBLEM_TYPE]: { schema: referenceSchema(schema, schemas) } } };
}

/** Returns the schema with every named schema in it replaced by a reference. */
function referenceSchema(schema: TSchema, schemas: Map<string, Json>): Json {
  const { $id, ...own } = convertSchema(schema, schemas) as { $id?: string } & Json;
  if ($id === undefined) return own;
  schemas.set($id, own);
  return { $ref: `#/components/schemas/${$id}` };
}

function convertSchema(schema: object, schemas: Map<string, Json>): Json {
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, convertSchemaValue(value, schemas)]));
}

/** Converts a value within a schema: schemas, lists and maps of schemas, and plain values. */
function convertSchemaValue(value: unknown, schemas: Map<string, Json>): unknown {
  if (Array.isArray(value)) return value.map((one) => convertSchemaValue(one, schemas));
  if (typeof value !== "object" || value === null) return value;
  return "$id" in value ? referenceSchema(value, schemas) : convertSchema(value, schemas);
}
