import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";

/** Sends bytes in the pieces in which they are: to join them would take as long as to read the message. */
export function sendChunks(reply: FastifyReply, type: string, chunks: readonly Uint8Array[]): FastifyReply {
  const size = chunks.reduce((sum, { length }) => sum + length, 0);
  return reply.type(type).header("content-length", size).send(Readable.from(chunks));
}
