import type { ServerResponse } from "node:http";
import type { WebSocket } from "@fastify/websocket";
import type { FairWriter, FrameQueue } from "./fair-writer.ts";

/**
 * Opens a queue whose frames are sent as text messages. A message of several pieces is fragmented (RFC 6455 §5.4), which
 * allows pings in between. Nothing else may send messages on the socket.
 */
export function openWebSocketQueue(writer: FairWriter, socket: WebSocket): FrameQueue {
  const queue = writer.open({
    writePiece: (piece, isLast, onWritten) => socket.send(piece, { binary: false, fin: isLast }, onWritten),
    destroy: () => socket.terminate(),
  });
  socket.once("close", () => queue.close());
  return queue;
}

/** Opens a queue whose frames are written to the body of a response. Others may write while no frame is pending. */
export function openResponseQueue(writer: FairWriter, response: ServerResponse): FrameQueue {
  // A connection that fails during a write is closed. An error without a handler would end the process.
  response.on("error", () => response.destroy());
  const queue = writer.open({
    writePiece: (piece, _isLast, onWritten) => void response.write(piece, onWritten),
    destroy: () => void response.destroy(),
  });
  response.once("close", () => queue.close());
  return queue;
}
