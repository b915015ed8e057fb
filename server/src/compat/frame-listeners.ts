import type { ServerResponse } from "node:http";
import type { WebSocket } from "@fastify/websocket";
import type { FrameListener } from "./fan-out.ts";

/** Sends each frame as one text message. */
export function webSocketListener(socket: WebSocket): FrameListener {
  return {
    send: (frame, taken) => socket.send(frame, { binary: false }, taken),
    close: () => socket.terminate(),
  };
}

/** Sends each frame, which must be one line, as the data of one server-sent event (HTML §9.2). */
export function eventStreamListener(response: ServerResponse): FrameListener {
  // A connection that breaks while a frame is written closes; an error without a handler would end the process.
  response.on("error", () => response.destroy());
  return {
    send(frame, taken) {
      response.cork();
      response.write("data: ");
      response.write(frame);
      response.write("\n\n", taken);
      response.uncork();
    },
    close: () => void response.destroy(),
  };
}
