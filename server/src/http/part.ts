import { isPicture } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import { filenameParameters } from "../mail/file-name.ts";
import { partBytes } from "../mail/parts.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { messageOf } from "./messages.ts";
import { notFound } from "./problem.ts";
import { serve } from "./serve.ts";

/** The decoded bytes of a part: to be saved, never to be run. Only raster images may be shown where they are. */
export function servePart(app: FastifyInstance, mailbox: Mailbox): void {
  serve(app, "getPart", ({ params, reply }) => {
    const found = partBytes(messageOf(mailbox, params.id), params.number);
    if (found === undefined) throw notFound("part", params.number);
    const { part, bytes } = found;
    const image = isPicture(part.type);
    const name = part.filename === null ? "" : `; ${filenameParameters(part.filename)}`;
    reply.headers({
      "content-disposition": `${image ? "inline" : "attachment"}${name}`,
      "content-security-policy": "default-src 'none'; sandbox",
      // The preview's frame has an origin of its own, and shows the pictures of the message.
      ...(image ? { "cross-origin-resource-policy": "cross-origin" } : {}),
    });
    return reply.type(mediaType(part.type, part.charset)).send(bytes);
  });
}

/** What the sender called it, if it is a media type at all; anything else is bytes. */
function mediaType(type: string, charset: string | null): string {
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type) || type.startsWith("multipart/")) return "application/octet-stream";
  return type.startsWith("text/") && /^[\w.:+-]+$/.test(charset ?? "") ? `${type}; charset=${charset}` : type;
}
