import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import websocket from "@fastify/websocket";
import type { FastifyInstance } from "fastify";

/** Maximum bytes of a frame from a client. Clients send nothing but pongs and close frames. */
const MAX_CLIENT_FRAME_BYTES = 64 * 1024;
/** Milliseconds that a client has to answer a close frame. */
const CLOSE_TIMEOUT_MS = 200;

/**
 * Lets routes accept WebSockets (`wsHandler`, or `{ websocket: true }`). The upgrade request passes the same hooks as
 * any other request, so it is checked before it is upgraded.
 */
export async function registerWebSockets(app: FastifyInstance): Promise<void> {
  closePipelinedUpgrades(app);
  await app.register(websocket, {
    options: { maxPayload: MAX_CLIENT_FRAME_BYTES },
    errorHandler: (_error, socket) => socket.terminate(),
    preClose(done) {
      const clients = [...app.websocketServer.clients];
      for (const client of clients) client.close(1001, "The server is stopping");
      setTimeout(() => {
        for (const client of clients) client.terminate();
      }, CLOSE_TIMEOUT_MS).unref();
      done();
    },
  });
}

/**
 * Closes a connection on which an upgrade follows an unanswered request. It cannot be upgraded, because the response
 * to that request still has to be sent on it. The plugin would leave it open forever.
 */
function closePipelinedUpgrades(app: FastifyInstance): void {
  const unanswered = new WeakMap<Socket, number>();
  app.server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
    unanswered.set(socket, (unanswered.get(socket) ?? 0) + 1);
    response.once("close", () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
  });
  app.server.on("upgrade", (_request: IncomingMessage, socket: Socket) => {
    if ((unanswered.get(socket) ?? 0) > 0) socket.destroy();
  });
}
