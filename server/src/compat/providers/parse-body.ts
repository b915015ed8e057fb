import { isUtf8 } from "node:buffer";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import { MAX_MESSAGE_VALUES } from "../../mail/compose-source.ts";
import { parseStrictJson } from "../../request/parse-strict-json.ts";
import { parseFormText } from "../../request/query-parameters.ts";
import { UnreadableRequestError } from "../../request/unreadable-request.ts";
import type { BodyCoding } from "./provider.ts";
import type { FormFile } from "./request-fields.ts";

/** Maximum fields and files of a form with a message. */
const MAX_FORM_PARTS = 20_000;
/** The same for any other form. It is read on the main thread, and has ten fields at most. */
export const MAX_SHORT_FORM_PARTS = 100;

/**
 * Parses the body of a request.
 *
 * @param maxParts maximum fields and files of a form
 * @returns JSON as it is; a form as an object, in which a repeated name has a list
 * @throws {UnreadableRequestError} if it cannot be parsed
 */
export async function parseBody(
  bytes: Buffer,
  coding: BodyCoding,
  contentType: string,
  maxParts = MAX_FORM_PARTS,
): Promise<unknown> {
  if (coding === "json") return parseStrictJson(bytes, { maxValues: MAX_MESSAGE_VALUES, allowLoneSurrogates: true });
  if (isMultipart(contentType)) return toObject(await parseMultipart(bytes, contentType, maxParts), foldListName);
  checkSeparators(bytes, "&", maxParts);
  const entries = [...new URLSearchParams(bytes.toString("utf8"))];
  return coding === "query" ? expandNames(entries) : toObject(entries, foldListName);
}

/**
 * Parses the body of a request that changes what is stored. Unlike a message, which is shown with everything that was not understood,
 * it must not be read leniently: a form is UTF-8, its type says so, and it has only the names that are written.
 *
 * @throws {UnreadableRequestError} if it cannot be parsed, or can be read in more than one way
 */
export async function parseStrictBody(bytes: Buffer, coding: "json" | "form", contentType: string): Promise<unknown> {
  if (coding === "json") return parseStrictJson(bytes);
  if (isMultipart(contentType)) return toObject(await parseMultipart(bytes, contentType, MAX_SHORT_FORM_PARTS));
  if (contentType !== "" && !/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType)) {
    throw new UnreadableRequestError(
      `The body has the type “${contentType.slice(0, 100)}”. Send application/x-www-form-urlencoded or multipart/form-data.`,
      { statusCode: 415 },
    );
  }
  checkSeparators(bytes, "&", MAX_SHORT_FORM_PARTS);
  if (!isUtf8(bytes)) throw new UnreadableRequestError("The form is not UTF-8.");
  return parseFormText(bytes.toString());
}

const isMultipart = (contentType: string): boolean => /^multipart\/form-data\b/i.test(contentType);

/**
 * Counts what separates the fields of a form before it is parsed: a megabyte of empty fields would take a second.
 *
 * @throws {UnreadableRequestError} if there are more than `limit`
 */
function checkSeparators(bytes: Buffer, separator: string, limit: number): void {
  let count = 0;
  for (let at = bytes.indexOf(separator); at >= 0; at = bytes.indexOf(separator, at + separator.length)) {
    if (++count > limit) throw new UnreadableRequestError(`The form has more than ${limit} fields. Send fewer.`);
  }
}

/** Maximum members in the path of a name. */
const MAX_DEPTH = 20;

/** Returns an object whose members are objects: `A.B=1` is {A: {B: "1"}}. */
function expandNames(entries: readonly (readonly [string, string])[]): unknown {
  const root = new Map<string, NameTree>();
  for (const [name, value] of entries) {
    const path = name.split(".", MAX_DEPTH + 1);
    if (path.length > MAX_DEPTH)
      throw new UnreadableRequestError(`The name ${name.slice(0, 100)} has more than ${MAX_DEPTH} members.`);
    const last = path.pop() ?? "";
    let members = root;
    for (const step of path) {
      const next = members.get(step);
      const inner = next instanceof Map ? next : new Map<string, NameTree>();
      members.set(step, inner);
      members = inner;
    }
    members.set(last, value);
  }
  return toPlain(root);
}

type NameTree = string | Map<string, NameTree>;

const toPlain = (node: NameTree): unknown =>
  typeof node === "string" ? node : Object.fromEntries(Array.from(node, ([name, inner]) => [name, toPlain(inner)]));

type FormEntry = readonly [name: string, value: string | FormFile];

/** Maximum bytes of the name of a field. */
const MAX_NAME_BYTES = 1_000;

async function parseMultipart(bytes: Buffer, contentType: string, maxParts: number): Promise<FormEntry[]> {
  const entries: FormEntry[] = [];
  const fail = (reason: string): never => {
    throw new UnreadableRequestError(`The multipart form cannot be read: ${reason}.`);
  };
  const delimiter = `--${readBoundary(contentType)}`;
  checkSeparators(bytes, `\r\n${delimiter}`, maxParts);
  // The parser accepts a form that ends within the header of a part. What follows the end is ignored (RFC 2046 §5.1.1).
  if (
    !bytes.includes(`\r\n${delimiter}--`) &&
    !bytes.subarray(0, delimiter.length + 2).equals(Buffer.from(`${delimiter}--`))
  )
    fail("the delimiter at its end is missing");
  try {
    const form = new Busboy({
      headers: { "content-type": contentType },
      limits: { fieldNameSize: MAX_NAME_BYTES, fieldSize: bytes.length, fileSize: bytes.length, parts: maxParts + 1 },
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
    fail(error instanceof Error ? error.message : String(error));
  }
  return entries;
}

function readBoundary(contentType: string): string {
  const [, quoted, bare = ""] = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/i.exec(contentType) ?? [];
  return quoted?.replace(/\\(.)/g, "$1") ?? bare;
}

/** PHP's libraries number the names of a list: `attachment[0]`. */
const foldListName = (name: string): string => name.replace(/^([a-z:]+)\[\d*\]$/, "$1");

/** Collects the values of each name: one value, or a list. */
function toObject(entries: readonly FormEntry[], toKey = (name: string) => name): unknown {
  const groups = Map.groupBy(entries, ([name]) => toKey(name));
  return Object.fromEntries(
    Array.from(groups, ([name, values]) => {
      const [first, ...others] = values.map(([, value]) => value);
      return [name, others.length === 0 ? first : [first, ...others]];
    }),
  );
}
