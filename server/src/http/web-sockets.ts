import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type WebSocket, WebSocketServer } from "ws";

/** A WebSocket of ours has nothing to say but pongs. */
const MAX_CLIENT_FRAME = 64 * 1024;
/** Milliseconds that a client has to answer a goodbye. */
const GOODBYE = 200;

/** Makes a WebSocket of the socket on which a request came. */
type Upgrade = (taken: (socket: WebSocket) => void) => void;

/** Of requests that ask for a WebSocket. */
const upgrades = new WeakMap<IncomingMessage, Upgrade>();

/**
 * Called by a route: makes a WebSocket of a request that asks for one, and gives it to `taken`, which need not listen for errors.
 *
 * @returns false where the request asks for none
 */
export function takeWebSocket(
  request: FastifyRequest,
  reply: FastifyReply,
  taken: (socket: WebSocket) => void,
): boolean {
  const upgrade = upgrades.get(request.raw);
  if (upgrade === undefined) return false;
  reply.hijack();
  upgrade(taken);
  return true;
}

/**
 * Leads requests for a WebSocket the way of all others: through the walls to a route, which takes the WebSocket or
 * answers as always. What makes WebSockets is built, and in the bundle read, when the first is taken.
 */
export function serveWebSockets(app: FastifyInstance): void {
  let server: WebSocketServer | undefined;

  app.server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // Node no longer listens for errors of it, and one that nobody hears ends the process.
    socket.on("error", hangUp);
    upgrades.set(request, (taken) => {
      socket.removeListener("error", hangUp);
      server ??= new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_FRAME });
      server.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on("error", () => webSocket.terminate());
        taken(webSocket);
      });
    });
    const response = new ServerResponse(request);
    try {
      response.assignSocket(socket);
    } catch {
      // It is taken by the answer to a request that came before; who wants a WebSocket waits for that first.
      socket.destroy();
      return;
    }
    // An answer, a refusal as well as another, is the end: the client waits for a WebSocket.
    response.once("finish", () => socket.destroy());
    app.routing(request, response);
  });

  app.addHook("preClose", (done) => {
    const clients = [...(server?.clients ?? [])];
    for (const client of clients) client.close(1001, "The server is stopping");
    setTimeout(() => {
      for (const client of clients) client.terminate();
    }, GOODBYE).unref();
    done();
  });
}

function hangUp(this: Socket): void {
  this.destroy();
}
