import type { FastifyRequest } from "fastify";
import { checkCharset } from "../../request/check-header-fields.ts";
import { checkBody } from "../../request/check-schema.ts";
import { readUpload } from "../../request/read-request.ts";
import { UnreadableRequestError } from "../../request/unreadable-request.ts";
import { parseStrictBody } from "./parse-body.ts";
import type { ReadRoute } from "./provider.ts";

/**
 * Reads the body of a route that may change something.
 *
 * @returns undefined if there is none
 * @throws {UnreadableRequestError} unless all of the request was understood
 */
export async function readContent(request: FastifyRequest, route: ReadRoute): Promise<unknown> {
  const { method, body: coding = "json", content, contentOptional = false } = route;
  if (method === "GET") return undefined;
  const { bytes } =
    content === undefined
      ? readUpload(request, { method })
      : readUpload(request, { method, body: content, bodyOptional: true, rawBody: true });
  if (content === undefined) return undefined;
  if (bytes === undefined || bytes.length === 0) {
    if (contentOptional || coding === "form") return undefined;
    throw new UnreadableRequestError("The body is missing. Send a JSON object.");
  }
  checkCharset(request, bytes);
  return checkBody(content, await parseStrictBody(bytes, coding, request.headers["content-type"] ?? ""));
}
