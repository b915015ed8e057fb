import { type Route, type Routes, routes } from "@mailglass/shared";
import { type CallName, type Output } from "@mailglass/shared/client";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type ReadOptions, type RequestValues, readRequest } from "../request/read-request.ts";

/** A request that fits its schemas. */
export interface Served<Name extends CallName> extends RequestValues<Routes[Name]> {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** JSON as a value, or sent by the handler itself; anything else is sent by the handler. */
type Answer<Name extends CallName> = Routes[Name]["as"] extends "json" | "none"
  ? Output<Name> | FastifyReply
  : FastifyReply;

interface ServeOptions extends ReadOptions {
  /** Bytes of body; 1 MiB where it is not given. */
  readonly bodyLimit?: number;
}

/**
 * Registers a route of the table. The handler gets values that fit the schemas, and returns what the table says; answers
 * that are not JSON it sends itself.
 */
export function serve<Name extends CallName>(
  app: FastifyInstance,
  name: Name,
  handler: (served: Served<Name>) => Answer<Name> | Promise<Answer<Name>>,
  { bodyLimit, ...options }: ServeOptions = {},
): void {
  const route: Route = routes[name];
  app.route({
    method: route.method,
    url: route.path,
    ...(bodyLimit !== undefined && { bodyLimit }),
    handler: (request, reply) => {
      const values = readRequest<Routes[Name]>(request, routes[name], options);
      if (route.status !== undefined) reply.code(route.status);
      return handler({ ...values, request, reply });
    },
  });
}
