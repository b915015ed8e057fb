import type { FastifyRequest } from "fastify";
import { UnreadableRequestError } from "./unreadable-request.ts";

/** Fields that make a request conditional (RFC 9110 §13.1), or apply it to a part of its target (§14.2, §14.4). */
const RESTRICTING_FIELDS = ["if-match", "if-none-match", "if-unmodified-since", "range", "content-range"];
/** Fields that some frameworks read as the method of the request. */
const METHOD_FIELDS = ["x-http-method-override", "x-http-method", "x-method-override"];

/**
 * Checks what surrounds a request that changes something: the version, the path, and header fields that give it another
 * meaning. Such a field must not be ignored, because the request would then change more than its sender intended.
 *
 * @throws {UnreadableRequestError} if the request has another meaning, or more than one
 */
export function checkRequestFields({ headers, method, raw }: FastifyRequest): void {
  if (raw.httpVersionMajor !== 1)
    throw new UnreadableRequestError(`The request has the version HTTP/${raw.httpVersion}. Send HTTP/1.1.`);
  // The router ignores the second slash. It may have surrounded an id that is missing.
  if (/^[^?]*\/\//.test(raw.url ?? ""))
    throw new UnreadableRequestError("The path contains two slashes in a row. Remove one.");
  for (const name of RESTRICTING_FIELDS) {
    if (headers[name] !== undefined)
      throw new UnreadableRequestError(
        `The request has the header field ${name}, which does not apply here. Remove it.`,
      );
  }
  for (const name of METHOD_FIELDS) {
    const other = headers[name];
    if (other !== undefined && String(other).toUpperCase() !== method)
      throw new UnreadableRequestError(`The request is a ${method}, but its header field ${name} has another method.`);
  }
  // Node reads only the first of several.
  const types = raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "content-type");
  if (types.length > 1) throw new UnreadableRequestError("The request has Content-Type more than once. Send one.");
}

/** Charsets in which an ASCII text has the same bytes as in UTF-8. Clients name them without a reason. */
const ASCII_SUPERSETS: ReadonlySet<string> = new Set(["us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252"]);

/**
 * Checks that a text is in UTF-8 according to its Content-Type.
 *
 * @throws {UnreadableRequestError} 415 if the Content-Type has another charset, in which the bytes mean something else
 */
export function checkCharset({ headers }: FastifyRequest, bytes: Buffer): void {
  const [, quoted, bare = ""] = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(headers["content-type"] ?? "") ?? [];
  const charset = (quoted ?? bare).toLowerCase();
  if (charset === "" || charset === "utf-8" || charset === "utf8") return;
  if (ASCII_SUPERSETS.has(charset) && bytes.every((byte) => byte < 0x80)) return;
  throw new UnreadableRequestError(`The body has the charset “${charset.slice(0, 100)}”. Send it in UTF-8.`, {
    statusCode: 415,
  });
}
