import { isRasterImage } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import { formatFilenameParameters } from "../mail/file-name.ts";
import { runCheaply } from "../mail/worker/run-cheaply.ts";
import { partJob } from "../mail/worker/view-jobs.ts";
import { addRoute } from "./add-route.ts";
import type { HttpDeps } from "./deps.ts";
import { notFoundProblem } from "./http-problem.ts";
import { getMessageOrThrow } from "./message-routes.ts";

/** Serves the decoded bytes of a part as a download. Only raster images may be shown inline. */
export function addPartRoute(app: FastifyInstance, { mailbox, worker }: HttpDeps): void {
  addRoute(app, "getPart", async ({ params, request, reply }) => {
    const message = await getMessageOrThrow(mailbox, params.id);
    const found = await runCheaply(worker, partJob, message, { number: params.number }, request.signal);
    if (found === null) throw notFoundProblem("part", params.number);
    const { part, bytes } = found;
    const image = isRasterImage(part.type);
    const name = part.filename === null ? "" : `; ${formatFilenameParameters(part.filename)}`;
    reply.headers({
      "content-disposition": `${image ? "inline" : "attachment"}${name}`,
      "content-security-policy": "default-src 'none'; sandbox",
      // The preview's frame has an opaque origin, and shows the images of the message.
      ...(image ? { "cross-origin-resource-policy": "cross-origin" } : {}),
    });
    return reply
      .type(safeMediaType(part.type, part.charset))
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });
}

/** Returns the sender's media type if it is valid and harmless; else application/octet-stream. */
function safeMediaType(type: string, charset: string | null): string {
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type) || type.startsWith("multipart/")) return "application/octet-stream";
  return type.startsWith("text/") && /^[\w.:+-]+$/.test(charset ?? "") ? `${type}; charset=${charset}` : type;
}
