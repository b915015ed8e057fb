import { type ApiRoute, type ApiRoutes, routes } from "@mailglass/shared";
import { type CallName, type CallOutput } from "@mailglass/shared/client";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type ReadOptions, type RequestValues, readRequest } from "../request/read-request.ts";

/** A request that matches its schemas. */
export interface RouteRequest<Name extends CallName> extends RequestValues<ApiRoutes[Name]> {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The handler returns JSON as a value. It sends any other response itself. */
type RouteResult<Name extends CallName> = ApiRoutes[Name]["as"] extends "json" | "none"
  ? CallOutput<Name> | FastifyReply
  : FastifyReply;

interface RouteOptions extends ReadOptions {
  /** Maximum bytes of the body. Default 1 MiB. */
  readonly bodyLimit?: number;
}

/**
 * Registers a route of the table. The handler receives values that match the schemas and returns the type that the
 * table declares. It sends responses other than JSON itself.
 */
export function addRoute<Name extends CallName>(
  app: FastifyInstance,
  name: Name,
  handler: (request: RouteRequest<Name>) => RouteResult<Name> | Promise<RouteResult<Name>>,
  { bodyLimit, ...options }: RouteOptions = {},
): void {
  const route: ApiRoute = routes[name];
  app.route({
    method: route.method,
    url: route.path,
    ...(bodyLimit !== undefined && { bodyLimit }),
    handler: (request, reply) => {
      const values = readRequest<ApiRoutes[Name]>(request, routes[name], options);
      if (route.status !== undefined) reply.code(route.status);
      return handler({ ...values, request, reply });
    },
  });
}
