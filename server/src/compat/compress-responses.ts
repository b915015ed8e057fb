import { pipeline, Readable } from "node:stream";
import { promisify } from "node:util";
import { constants, createGzip, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { acceptsCoding } from "../request/accepts-coding.ts";

/** Smaller bodies fit in one packet: compressing them saves nothing. In bytes. */
const MIN_BYTES = 1024;

/** Bytes that are passed to zlib at a time: each call takes a turn of a thread, and rows of a list arrive one by one. */
const BATCH_BYTES = 32 * 1024;

/** On localhost, time costs more than bytes. */
const FASTEST = { level: constants.Z_BEST_SPEED };

const COMPRESSIBLE = /^(?:text\/|application\/(?:json|xml|javascript)\b)|\+(?:json|xml)\b/;

/**
 * Compresses the responses of a scope with gzip, for clients that accept it. zlib works in the threads of libuv, a chunk at a
 * time; a stream is read as fast as the client reads. Must be called before the routes are added.
 */
export function compressResponses(scope: FastifyInstance): void {
  scope.addHook("onSend", async (request, reply, body) => {
    if (!isCompressible(request, reply)) return body;
    void reply.header("vary", [reply.getHeader("vary") ?? [], "Accept-Encoding"].flat().join(", "));
    if (!acceptsCoding(request.headers["accept-encoding"] ?? "", "gzip")) return body;
    return body instanceof Readable ? compressStream(body, reply) : compressWhole(body, reply);
  });
}

function isCompressible({ method }: FastifyRequest, reply: FastifyReply): boolean {
  // A part of a body, or one that is compressed already.
  if (method === "HEAD" || reply.statusCode === 206 || reply.hasHeader("content-encoding")) return false;
  return COMPRESSIBLE.test(String(reply.getHeader("content-type") ?? ""));
}

async function compressWhole(body: unknown, reply: FastifyReply): Promise<unknown> {
  if (!(typeof body === "string" || body instanceof Uint8Array) || Buffer.byteLength(body) < MIN_BYTES) return body;
  const compressed = await promisify(gzip)(body, FASTEST);
  markCompressed(reply);
  return compressed;
}

/** Reads the start of a stream, because its length is not known: a short one is sent as it is. */
async function compressStream(body: Readable, reply: FastifyReply): Promise<unknown> {
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  const start: Uint8Array[] = [];
  for (let length = 0; length < MIN_BYTES; ) {
    const { done, value } = await chunks.next();
    if (done) return Buffer.concat(start);
    start.push(value);
    length += value.length;
  }
  markCompressed(reply);
  const whole = Readable.from(continueFrom(start, chunks), { objectMode: false });
  // An error destroys both streams, and Fastify ends the connection.
  return pipeline(whole, createGzip(FASTEST), () => {});
}

/** Yields the rest of a stream after its start, in batches. */
async function* continueFrom(
  start: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let batch = [...start];
  let length = 0;
  for await (const chunk of { [Symbol.asyncIterator]: () => rest }) {
    batch.push(chunk);
    length += chunk.length;
    if (length < BATCH_BYTES) continue;
    yield Buffer.concat(batch);
    batch = [];
    length = 0;
  }
  yield Buffer.concat(batch);
}

function markCompressed(reply: FastifyReply): void {
  void reply.header("content-encoding", "gzip").removeHeader("content-length");
}
