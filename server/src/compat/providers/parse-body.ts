import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import { MAX_MESSAGE_VALUES } from "../../mail/compose-source.ts";
import { parseStrictJson } from "../../request/parse-strict-json.ts";
import { UnreadableRequestError } from "../../request/unreadable-request.ts";
import type { BodyCoding } from "./provider.ts";
import type { FormFile } from "./request-fields.ts";

/** Maximum fields and files of a form. */
const MAX_FORM_PARTS = 20_000;

/**
 * Parses the body of a request.
 *
 * @returns JSON as it is; a form as an object, in which a repeated name has a list
 * @throws {UnreadableRequestError} if it cannot be parsed
 */
export async function parseBody(bytes: Buffer, coding: BodyCoding, contentType: string): Promise<unknown> {
  if (coding === "json") return parseStrictJson(bytes, { maxValues: MAX_MESSAGE_VALUES });
  if (/^multipart\/form-data\b/i.test(contentType)) return parseMultipart(bytes, contentType);
  const entries = [...new URLSearchParams(bytes.toString("utf8"))];
  return coding === "query" ? expandNames(entries) : toObject(entries);
}

/** Maximum members in the path of a name. */
const MAX_DEPTH = 20;

/** Returns an object whose members are objects: `A.B=1` is {A: {B: "1"}}. */
function expandNames(entries: readonly (readonly [string, string])[]): unknown {
  const root = new Map<string, Node>();
  for (const [name, value] of entries.slice(0, MAX_FORM_PARTS)) {
    const path = name.split(".", MAX_DEPTH);
    const last = path.pop() ?? "";
    let members = root;
    for (const step of path) {
      const next = members.get(step);
      const inner = next instanceof Map ? next : new Map<string, Node>();
      members.set(step, inner);
      members = inner;
    }
    members.set(last, value);
  }
  return toPlain(root);
}

type Node = string | Map<string, Node>;

const toPlain = (node: Node): unknown =>
  typeof node === "string" ? node : Object.fromEntries(Array.from(node, ([name, inner]) => [name, toPlain(inner)]));

async function parseMultipart(bytes: Buffer, contentType: string): Promise<unknown> {
  const entries: [string, string | FormFile][] = [];
  try {
    const form = new Busboy({
      headers: { "content-type": contentType },
      limits: { fieldNameSize: 1_000, fieldSize: bytes.length, fileSize: bytes.length, parts: MAX_FORM_PARTS },
      // A part with a Content-Type and without a file name is a field, e.g. JSON.
      isPartAFile: (_name, _type, filename) => filename !== undefined,
    });
    form.on("field", (name, value) => entries.push([name, value]));
    form.on("file", (name, stream, filename, _encoding, type) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => entries.push([name, { filename, contentType: type, content: Buffer.concat(chunks) }]));
    });
    await pipeline(Readable.from([bytes]), form);
  } catch (error) {
    throw new UnreadableRequestError(
      `The multipart form cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  return toObject(entries);
}

/** Collects the values of each name: one value, or a list. PHP's libraries number the names of a list: `attachment[0]`. */
function toObject(entries: readonly (readonly [string, string | FormFile])[]): unknown {
  const groups = Map.groupBy(entries, ([name]) => name.replace(/^([a-z:]+)\[\d*\]$/, "$1"));
  return Object.fromEntries(
    Array.from(groups, ([name, values]) => {
      const [first, ...others] = values.map(([, value]) => value);
      return [name, others.length === 0 ? first : [first, ...others]];
    }),
  );
}
