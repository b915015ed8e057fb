import type { IncomingMessage, RequestListener } from "node:http";
import type { Socket } from "node:net";

/** Maximum number of requests of one connection that wait for those before them. */
const MAX_WAITING = 5_000;

/**
 * Passes on the requests of a connection one after the other: a client may pipeline thousands of requests (RFC 9112 §9.3.2). Node
 * parses all that it has read in one turn of the event loop, so no code of ours or of Fastify's may run for a request before its turn.
 */
export function queueRequests(handle: RequestListener): RequestListener {
  /** The requests that wait, by connection; a connection is here while a request of it is handled. */
  const queues = new WeakMap<Socket, Parameters<RequestListener>[]>();

  function start(...[request, response]: Parameters<RequestListener>): void {
    response.once("close", () => continueWith(request.socket));
    handle(request, response);
  }

  function continueWith(socket: Socket): void {
    const next = socket.destroyed ? undefined : queues.get(socket)?.shift();
    if (next === undefined) queues.delete(socket);
    else setImmediate(() => start(...next));
  }

  return (request: IncomingMessage, response) => {
    const queue = queues.get(request.socket);
    if (queue === undefined) {
      queues.set(request.socket, []);
      start(request, response);
    } else if (queue.length < MAX_WAITING) queue.push([request, response]);
    else request.socket.destroy();
  };
}
