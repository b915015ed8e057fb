import { type Route, type Routes, routes } from "@mailglass/shared";
import { type CallName, type Output } from "@mailglass/shared/client";
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from "fastify";
import type { Static, TSchema } from "typebox";
import { NO_QUERY, validate } from "./validate.ts";

type Given<Name extends CallName, Key extends keyof Route> = Routes[Name] extends {
  readonly [K in Key]: infer Schema extends TSchema;
}
  ? Static<Schema>
  : undefined;

/** A request that fits its schemas. */
export interface Served<Name extends CallName> {
  readonly params: Given<Name, "params">;
  readonly query: Given<Name, "query">;
  /** Bytes where they were sent as message/rfc822 to a route that takes it. */
  readonly body: Given<Name, "body"> | (Routes[Name] extends { readonly rawBody: true } ? Buffer : never);
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** JSON as a value, or sent by the handler itself; anything else is sent by the handler. */
type Answer<Name extends CallName> = Routes[Name]["as"] extends "json" | "none"
  ? Output<Name> | FastifyReply
  : FastifyReply;

interface ServeOptions {
  /** Bytes of body; 1 MiB where it is not given. */
  readonly bodyLimit?: number;
}

/**
 * Registers a route of the table. The handler is given what fits the schemas, and gives what the table says; answers
 * that are not JSON it sends itself.
 */
export function serve<Name extends CallName>(
  app: FastifyInstance,
  name: Name,
  handler: (served: Served<Name>) => Answer<Name> | Promise<Answer<Name>>,
  options: ServeOptions = {},
): void {
  const route: Route = routes[name];
  const schema: FastifySchema = {
    ...(route.params ? { params: route.params } : {}),
    querystring: route.query ?? NO_QUERY,
    ...(route.body ? { body: route.body } : {}),
  };
  app.route({
    method: route.method,
    url: route.path,
    schema,
    validatorCompiler: validate,
    ...options,
    handler: (request, reply) => {
      if (route.status !== undefined) reply.code(route.status);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the validator has seen to it that they fit
      const { params, query, body } = request as unknown as Pick<Served<Name>, "params" | "query" | "body">;
      return handler({ params, query, body, request, reply });
    },
  });
}
