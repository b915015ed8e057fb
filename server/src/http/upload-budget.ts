import { Transform, type TransformCallback } from "node:stream";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Budget } from "../mailbox/mailbox.ts";
import type { UploadBudgets } from "./deps.ts";
import { HttpProblem } from "./problem.ts";

/** How much of V8's heap JSON takes while it is read: its text, the strings in it, and what is made of them. */
const JSON_COPIES = 4;

/**
 * Has the bodies of all requests share a budget. What does not fit is refused while it is received, with 503 where others use the
 * memory, and 413 where it could never fit. A body stays reserved until its request is answered.
 */
export function shareUploadMemory(app: FastifyInstance, { uploads, json }: UploadBudgets): void {
  app.addHook("preParsing", (request, reply, payload, done) => {
    // Their bodies are not read. To read one would end the request, which looks as if the client had hung up.
    if (request.method === "GET" || request.method === "HEAD") return done(null, payload);
    const isJson = /json/i.test(request.headers["content-type"] ?? "");
    const meters = isJson ? [meter(uploads, 1), meter(json, JSON_COPIES)] : [meter(uploads, 1)];
    const metered = new MeteredBody(meters);
    releaseAfter(reply, metered);
    payload.on("error", (error: Error) => metered.destroy(error));
    return done(null, payload.pipe(metered));
  });
}

function releaseAfter(reply: FastifyReply, body: MeteredBody): void {
  reply.raw.once("close", () => {
    body.destroy();
    body.release();
  });
}

interface Meter {
  readonly budget: Budget;
  readonly copies: number;
  reserved: number;
}

const meter = (budget: Budget, copies: number): Meter => ({ budget, copies, reserved: 0 });

class MeteredBody extends Transform {
  /** Fastify compares it with the Content-Length header field. */
  receivedEncodedLength = 0;
  readonly #meters: readonly Meter[];

  constructor(meters: readonly Meter[]) {
    super();
    this.#meters = meters;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.receivedEncodedLength += chunk.length;
    for (const each of this.#meters) {
      const bytes = chunk.length * each.copies;
      if (!each.budget.reserve(bytes)) {
        done(refusal(each, each.reserved + bytes));
        return;
      }
      each.reserved += bytes;
    }
    done(null, chunk);
  }

  release(): void {
    for (const each of this.#meters) {
      each.budget.release(each.reserved);
      each.reserved = 0;
    }
  }
}

function refusal({ budget, copies }: Meter, bytes: number): HttpProblem {
  if (bytes <= budget.limit)
    return new HttpProblem("out-of-memory", "Other requests and connections use the memory. Try again later.");
  const limit = Math.trunc(budget.limit / copies);
  return new HttpProblem(
    "payload-too-large",
    `There is memory for ${limit} bytes of this kind of body. Large messages need the least as message/rfc822.`,
  );
}
