import type { FastifyInstance, FastifyRequest } from "fastify";
import { Slots } from "../base/slots.ts";

/** A response to a slow client counts no longer than this, in ms. */
const MAX_SLOT_MS = 10_000;

/**
 * Answers only so many requests for a message, or a part of it, at once: each may need a multiple of the message's size. The others
 * wait.
 */
export function limitConcurrentReads(app: FastifyInstance, count = Number.POSITIVE_INFINITY): void {
  if (count === Number.POSITIVE_INFINITY) return;
  const slots = new Slots(count);
  app.addHook("onRequest", async (request, { raw }) => {
    if (!readsOneMessage(request)) return;
    const free = await slots.take();
    const timeout = setTimeout(free, MAX_SLOT_MS).unref();
    const end = () => {
      clearTimeout(timeout);
      free();
    };
    if (raw.closed) end();
    else raw.once("close", end);
  });
}

/** Any GET with a path parameter; nearly all of these read a message. The parameter of the page's files is `*`. */
const readsOneMessage = ({ method, params }: FastifyRequest): boolean =>
  method === "GET" && Object.keys(params as object).some((name) => name !== "*");
