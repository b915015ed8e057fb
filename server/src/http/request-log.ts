import { type FastifyReply, type FastifyRequest, LogController } from "fastify";

/** One line per request, at debug level. The query is left out: it may name people. Errors are logged where they are answered. */
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
