import { Transform, type TransformCallback } from "node:stream";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Budget } from "../mailbox/session-log.ts";
import type { UploadBudgets } from "./deps.ts";
import { HttpProblem } from "./http-problem.ts";

/**
 * Heap that JSON needs while it is parsed, as a multiple of its size: the text, its strings, and the values created
 * from them.
 */
const JSON_HEAP_FACTOR = 4;

/**
 * Makes the bodies of all requests share a budget. A body that does not fit is refused while it is received: with 503
 * if others use the memory, with 413 if it could never fit. The memory stays reserved until the request is answered.
 */
export function limitUploadMemory(app: FastifyInstance, { uploads, json }: UploadBudgets): void {
  app.addHook("preParsing", (request, reply, payload, done) => {
    // The body is not read here. Reading it would end the request, which looks as if the client had disconnected.
    if (request.method === "GET" || request.method === "HEAD") return done(null, payload);
    const isJson = /json/i.test(request.headers["content-type"] ?? "");
    const meters = isJson ? [createMeter(uploads, 1), createMeter(json, JSON_HEAP_FACTOR)] : [createMeter(uploads, 1)];
    const metered = new MeteredBody(meters);
    releaseOnClose(reply, metered);
    payload.on("error", (error: Error) => metered.destroy(error));
    return done(null, payload.pipe(metered));
  });
}

function releaseOnClose(reply: FastifyReply, body: MeteredBody): void {
  reply.raw.once("close", () => {
    body.destroy();
    body.release();
  });
}

interface BudgetMeter {
  readonly budget: Budget;
  readonly factor: number;
  reservedBytes: number;
}

const createMeter = (budget: Budget, factor: number): BudgetMeter => ({ budget, factor, reservedBytes: 0 });

class MeteredBody extends Transform {
  /** Fastify compares this with the Content-Length header field. */
  receivedEncodedLength = 0;
  readonly #meters: readonly BudgetMeter[];

  constructor(meters: readonly BudgetMeter[]) {
    super();
    this.#meters = meters;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.receivedEncodedLength += chunk.length;
    for (const each of this.#meters) {
      const bytes = chunk.length * each.factor;
      if (!each.budget.reserve(bytes)) {
        done(overBudgetProblem(each, each.reservedBytes + bytes));
        return;
      }
      each.reservedBytes += bytes;
    }
    done(null, chunk);
  }

  release(): void {
    for (const each of this.#meters) {
      each.budget.release(each.reservedBytes);
      each.reservedBytes = 0;
    }
  }
}

function overBudgetProblem({ budget, factor: copies }: BudgetMeter, bytes: number): HttpProblem {
  if (bytes <= budget.limit)
    return new HttpProblem("out-of-memory", "Other requests and connections are using the memory. Try again later.");
  const limit = Math.trunc(budget.limit / copies);
  return new HttpProblem(
    "payload-too-large",
    `A body of this type may have at most ${limit} bytes. Large messages need the least memory as message/rfc822.`,
  );
}
