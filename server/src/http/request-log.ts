import { type FastifyReply, type FastifyRequest, LogController } from "fastify";

/**
 * Logs one line per request at debug level. The query is omitted, because it may contain personal data. Errors are
 * logged by the error handlers.
 */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const path = request.url.split("?", 1)[0];
    reply.log.debug(
      { method: request.method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      "request",
    );
  }
}
