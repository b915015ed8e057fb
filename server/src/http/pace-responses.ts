import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { FairWriter } from "../request/fair-writer.ts";

/** Bodies up to this size are sent in one piece, in bytes. */
const MAX_WHOLE_BYTES = 64 * 1024;

/** Sends the large bodies of all routes in pieces, so that many of them at once do not occupy the main thread. */
export function paceResponses(app: FastifyInstance, writer: FairWriter): void {
  app.addHook("onSend", async (_request, reply, body) => {
    if (body instanceof Readable) return Readable.from(writer.pace(body), { objectMode: false });
    const bytes = typeof body === "string" && body.length > MAX_WHOLE_BYTES ? Buffer.from(body) : body;
    if (!(bytes instanceof Uint8Array) || bytes.length <= MAX_WHOLE_BYTES) return body;
    void reply.header("content-length", bytes.length);
    return Readable.from(writer.pace([bytes]), { objectMode: false });
  });
}
