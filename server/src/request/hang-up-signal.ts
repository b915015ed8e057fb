import type { FastifyReply } from "fastify";

/**
 * Returns a signal that is aborted once the client has gone before it had the whole response. Fastify's `request.signal`
 * is for GET only: it follows the request, which is closed as soon as the body of a POST was read.
 */
export function hangUpSignal({ raw }: Pick<FastifyReply, "raw">): AbortSignal {
  const controller = new AbortController();
  const abort = () => {
    if (!raw.writableFinished) controller.abort();
  };
  if (raw.closed) abort();
  else raw.once("close", abort);
  return controller.signal;
}
