import type { ServerResponse } from "node:http";
import type { WebSocket } from "@fastify/websocket";
import type { FrameListener } from "./fan-out.ts";

/** Sends each frame as one text message. */
export function createWebSocketListener(socket: WebSocket): FrameListener {
  return {
    send: (frame, onSent) => socket.send(frame, { binary: false }, onSent),
    close: () => socket.terminate(),
  };
}

/** Sends each frame, which must be one line, as the data of a server-sent event (HTML §9.2). */
export function createEventStreamListener(response: ServerResponse): FrameListener {
  // A connection that fails during a write is closed. An error without a handler would end the process.
  response.on("error", () => response.destroy());
  return {
    send(frame, onSent) {
      response.cork();
      response.write("data: ");
      response.write(frame);
      response.write("\n\n", onSent);
      response.uncork();
    },
    close: () => void response.destroy(),
  };
}
