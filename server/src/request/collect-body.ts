import type { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { errorCodes, type FastifyRequest } from "fastify";

/** Bytes that are copied before other work gets its turn: about 2 ms. */
const COPY_CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * Reads a body, for `addContentTypeParser`. Fastify's own reader joins the pieces of a body at once: 36 MB took 40 ms.
 *
 * @throws 413 if it is longer than its route allows
 */
export async function collectBody(request: FastifyRequest, payload: Readable): Promise<Buffer> {
  const limit = request.routeOptions.bodyLimit;
  const tooLarge = () => new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return joinInSlices(chunks, size);
}

async function joinInSlices(chunks: readonly Buffer[], size: number): Promise<Buffer> {
  const whole = Buffer.allocUnsafeSlow(size);
  let at = 0;
  let copiedBytes = 0;
  for (const chunk of chunks) {
    at += chunk.copy(whole, at);
    copiedBytes += chunk.length;
    if (copiedBytes < COPY_CHUNK_BYTES) continue;
    copiedBytes = 0;
    await setImmediate();
  }
  return whole;
}
