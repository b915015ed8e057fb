import type { ServerResponse } from "node:http";
import type { WebSocket } from "@fastify/websocket";
import type { FairWriter } from "../request/fair-writer.ts";
import { openResponseQueue, openWebSocketQueue } from "../request/open-frame-queue.ts";
import type { FrameListener } from "./fan-out.ts";

/** Sends each frame as one text message. */
export function createWebSocketListener(writer: FairWriter, socket: WebSocket): FrameListener {
  const queue = openWebSocketQueue(writer, socket);
  return {
    send: (frame, onSent) => queue.send(frame, onSent),
    close: () => socket.terminate(),
  };
}

/** A listener over an event stream, with the number of bytes that wait for it. */
export interface EventStreamListener extends FrameListener {
  readonly pendingBytes: number;
}

/** Sends each frame, which must be one line, as the data of a server-sent event (HTML §9.2). */
export function createEventStreamListener(writer: FairWriter, response: ServerResponse): EventStreamListener {
  const queue = openResponseQueue(writer, response);
  return {
    get pendingBytes() {
      return queue.pendingBytes;
    },
    send(frame, onSent) {
      queue.send(DATA);
      queue.send(frame);
      queue.send(END_OF_EVENT, onSent);
    },
    close: () => void response.destroy(),
  };
}

const DATA = Buffer.from("data: ");
const END_OF_EVENT = Buffer.from("\n\n");
