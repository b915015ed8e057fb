import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type ReadOptions, type RequestShape, type RequestValues, readRequest } from "./read-request.ts";

/** A route of another product's API that changes something, with everything it accepts. */
export interface WriteRoute extends RequestShape {
  readonly method: "DELETE" | "POST" | "PUT";
  /** The path in Fastify's notation. */
  readonly path: string;
}

export interface WriteRequest<Route extends WriteRoute> extends RequestValues<Route> {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Registers a route that changes something. The handler is called only with a request that fits the route completely. */
export function addWriteRoute<const Route extends WriteRoute>(
  app: FastifyInstance,
  route: Route,
  handler: (write: WriteRequest<Route>) => unknown,
  { bodyLimit, ...options }: ReadOptions & { readonly bodyLimit?: number } = {},
): void {
  app.route({
    ...(bodyLimit !== undefined && { bodyLimit }),
    method: route.method,
    url: route.path,
    handler: async (request, reply) => handler({ ...readRequest(request, route, options), request, reply }),
  });
}
