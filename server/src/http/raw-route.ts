import type { FastifyInstance, FastifyReply } from "fastify";
import { type Chunks, sliceChunks } from "../mail/chunks.ts";
import { formatFilenameParameters, sourceFileName } from "../mail/file-name.ts";
import type { Mailbox, StoredMessage } from "../mailbox/mailbox.ts";
import { sendChunks } from "../request/send-chunks.ts";
import { addRoute } from "./add-route.ts";
import { HttpProblem } from "./http-problem.ts";
import { getMessageOrThrow } from "./message-routes.ts";

/** Serves the source byte for byte, completely or as a range (RFC 9110 §14). */
export function addRawRoute(app: FastifyInstance, mailbox: Mailbox): void {
  addRoute(app, "getRaw", async ({ params, request, reply }) => {
    const message = await getMessageOrThrow(mailbox, params.id);
    const { subject } = await mailbox.row(message);
    reply.headers({
      "accept-ranges": "bytes",
      etag: `"${message.id}"`,
      "content-disposition": `attachment; ${formatFilenameParameters(sourceFileName(subject, message.id))}`,
      "content-security-policy": "default-src 'none'; sandbox",
    });
    const { range, "if-range": condition } = request.headers;
    // Range is defined for GET only (RFC 9110 §14.2).
    const isWhole = request.method !== "GET" || (condition !== undefined && condition !== `"${message.id}"`);
    return sendRange(reply, message, isWhole ? undefined : range);
  });
}

function sendRange(reply: FastifyReply, message: StoredMessage, header: string | undefined): FastifyReply {
  const { size } = message;
  const send = (chunks: Chunks) => sendChunks(reply, "message/rfc822", chunks);
  const range = parseRange(header, size);
  if (range === undefined) return send(message.chunks());
  if (range === "unsatisfiable") {
    reply.header("content-range", `bytes */${size}`);
    throw new HttpProblem("range-not-satisfiable", `The source has ${size} bytes; request a range within them.`);
  }
  const { first, last } = range;
  reply.code(206).header("content-range", `bytes ${first}-${last}/${size}`);
  return send(sliceChunks(message.chunks(), first, last + 1));
}

/**
 * Parses a range of bytes. Several ranges, or an invalid one, mean the whole source (RFC 9110 §14.2 lets a server
 * ignore them).
 */
function parseRange(
  header: string | undefined,
  size: number,
): { first: number; last: number } | "unsatisfiable" | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length === 0 ? "unsatisfiable" : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== "" && Number(to) < first) return undefined;
  return first >= size ? "unsatisfiable" : { first, last };
}
