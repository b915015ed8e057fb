import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";

export const JSON_MEDIA_TYPE = "application/json; charset=utf-8";

/** Sends the chunks without joining them: copying would take as long as reading the message. */
export function sendChunks(reply: FastifyReply, type: string, chunks: readonly Uint8Array[]): FastifyReply {
  const size = chunks.reduce((sum, { length }) => sum + length, 0);
  return reply.type(type).header("content-length", size).send(Readable.from(chunks));
}
