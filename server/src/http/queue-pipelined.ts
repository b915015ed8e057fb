import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** Maximum number of requests of one connection that wait for those before them. */
const MAX_WAITING = 5_000;

/**
 * Handles the requests of a connection one after the other. A client may pipeline thousands of requests (RFC 9112 §9.3.2), and all
 * that are read at once would otherwise be handled in one turn of the event loop, although their responses are sent in order
 * anyway. Must be the first hook.
 */
export function queuePipelinedRequests(app: FastifyInstance): void {
  /** The requests that wait, by connection; a connection is here while a request of it is handled. */
  const queues = new WeakMap<Socket, (() => void)[]>();

  app.addHook("onRequest", ({ raw: { socket } }, { raw: response }, done) => {
    const handle = () => {
      response.once("close", () => continueWith(socket));
      done();
    };
    const queue = queues.get(socket);
    if (queue === undefined) {
      queues.set(socket, []);
      handle();
    } else if (queue.length < MAX_WAITING) queue.push(handle);
    else socket.destroy();
  });

  function continueWith(socket: Socket): void {
    const next = socket.destroyed ? undefined : queues.get(socket)?.shift();
    if (next === undefined) queues.delete(socket);
    else setImmediate(next);
  }
}
