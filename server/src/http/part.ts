import { isPicture } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import { filenameParameters } from "../mail/file-name.ts";
import { runWhereCheap } from "../mail/worker/run-where-cheap.ts";
import { partJob } from "../mail/worker/view-jobs.ts";
import type { HttpDeps } from "./deps.ts";
import { messageOf } from "./messages.ts";
import { notFound } from "./problem.ts";
import { serve } from "./serve.ts";

/** The decoded bytes of a part: to be saved, never to be run. Only raster images may be shown where they are. */
export function servePart(app: FastifyInstance, { mailbox, worker }: HttpDeps): void {
  serve(app, "getPart", async ({ params, request, reply }) => {
    const message = messageOf(mailbox, params.id);
    const found = await runWhereCheap(worker, partJob, message, { number: params.number }, request.signal);
    if (found === null) throw notFound("part", params.number);
    const { part, bytes } = found;
    const image = isPicture(part.type);
    const name = part.filename === null ? "" : `; ${filenameParameters(part.filename)}`;
    reply.headers({
      "content-disposition": `${image ? "inline" : "attachment"}${name}`,
      "content-security-policy": "default-src 'none'; sandbox",
      // The preview's frame has an origin of its own, and shows the pictures of the message.
      ...(image ? { "cross-origin-resource-policy": "cross-origin" } : {}),
    });
    return reply
      .type(mediaType(part.type, part.charset))
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });
}

/** What the sender called it, if it is a media type at all; anything else is bytes. */
function mediaType(type: string, charset: string | null): string {
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type) || type.startsWith("multipart/")) return "application/octet-stream";
  return type.startsWith("text/") && /^[\w.:+-]+$/.test(charset ?? "") ? `${type}; charset=${charset}` : type;
}
