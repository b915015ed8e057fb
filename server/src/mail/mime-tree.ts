import { scanHeaderBlock } from "./header-block.ts";
import type { Entity } from "./mime-entity.ts";
import { OpenMultiparts, startsWithDashes } from "./open-multiparts.ts";
import { parseContentField } from "./parse-content-field.ts";

export interface MimeTree {
  readonly root: Entity;
  /** All entities, in the order of the source; the root first. */
  readonly entities: readonly Entity[];
  /** True where the message has more parts, or deeper ones, than are read. */
  readonly isTruncated: boolean;
}

/** Entities that are read; what follows counts as the body of the last. */
const MAX_ENTITIES = 5_000;
/** Depth of enclosure that is read; what is deeper is a body. */
const MAX_DEPTH = 100;

const LF = 10;
const CR = 13;

/** How much of a source a scan may read before it gives up. */
export interface ScanLimits {
  /** Entities of the tree. */
  readonly entities: number;
  /** Fields of all header blocks together. */
  readonly fields: number;
  /** Bytes of all header blocks together. */
  readonly headerBytes: number;
  /** When to stop, by `performance.now()`. */
  readonly deadline: number;
}

/** Thrown by a scan that passes its limits. */
export class ScanLimitError extends Error {
  override name = "ScanLimitError";
}

/** Lines between two looks at the clock. */
const LINES_PER_CHECK = 256;

/**
 * Reads the MIME tree of a source in one walk, without recursion. The time it takes is linear in the length of the
 * source, whatever its boundaries are: a line is compared with all open delimiters by one look-up of its text.
 *
 * @throws {ScanLimitError} where the source passes `limits`
 */
export function scanMimeTree(raw: Buffer, limits?: ScanLimits): MimeTree {
  const entities: Entity[] = [];
  const open = new OpenMultiparts();
  let isTruncated = false;
  let lines = 0;
  let fields = 0;
  let headerBytes = 0;

  function checkTime(): void {
    if (limits !== undefined && ++lines % LINES_PER_CHECK === 0 && performance.now() > limits.deadline)
      throw new ScanLimitError();
  }

  function isHeaderEnd(line: number): boolean {
    checkTime();
    return open.delimiterAt(raw, line) !== undefined;
  }

  /** Reads an entity's header; continues into an enclosed message. Returns the offset at which to look for delimiters. */
  function openEntity(start: number, parent: Entity | null): number {
    let from = start;
    let into = parent;
    for (;;) {
      const entity = createEntity(raw, from, into, isHeaderEnd);
      entities.push(entity);
      into?.children.push(entity);
      from = entity.bodyStart;
      fields += entity.header.fields.length;
      headerBytes += entity.bodyStart - entity.start;
      if (limits !== undefined) checkLimits(limits, { entities: entities.length, fields, headerBytes });
      if (!isComposite(entity)) return from;
      if (entity.depth >= MAX_DEPTH || entities.length >= MAX_ENTITIES) {
        isTruncated = true;
        return from;
      }
      if (entity.contentType.value === "message/rfc822") {
        into = entity;
        continue;
      }
      open.open(entity);
      return from;
    }
  }

  let offset = openEntity(0, null);
  while (open.length > 0) {
    const line = findDashLine(raw, offset, limits?.deadline);
    if (line < 0) break;
    checkTime();
    const delimiter = open.delimiterAt(raw, line);
    if (delimiter === undefined) {
      offset = line + 2;
      continue;
    }
    const { multipart, isClosing: closes, next } = delimiter;
    endOpenEntities(entities, multipart, lineEndBefore(raw, line));
    offset = next;
    if (closes) {
      multipart.isClosed = true;
      open.close(multipart);
      continue;
    }
    if (entities.length >= MAX_ENTITIES) {
      isTruncated = true;
      break;
    }
    open.closeInside(multipart);
    offset = openEntity(next, multipart);
  }
  const [root] = entities;
  if (root === undefined) throw new Error("a source always has a root");
  return { root, entities, isTruncated };
}

function checkLimits(limits: ScanLimits, read: Omit<ScanLimits, "deadline">): void {
  const { entities, fields, headerBytes } = read;
  if (entities > limits.entities || fields > limits.fields || headerBytes > limits.headerBytes)
    throw new ScanLimitError();
}

function createEntity(raw: Buffer, start: number, parent: Entity | null, isEnd: (line: number) => boolean): Entity {
  const header = scanHeaderBlock(raw, start, raw.length, isEnd);
  const written = parseContentField(raw, header, "content-type");
  const disposition = parseContentField(raw, header, "content-disposition");
  const encoding = parseContentField(raw, header, "content-transfer-encoding");
  const standard = parent?.contentType.value === "multipart/digest" ? "message/rfc822" : "text/plain";
  return {
    number: parent === null ? "0" : nextChildNumber(parent),
    parent,
    depth: parent === null ? 0 : parent.depth + 1,
    header,
    contentType: written?.value.includes("/")
      ? written
      : { value: standard, parameters: new Map(), malformed: undefined },
    disposition,
    encoding: encoding?.value || "7bit",
    malformed: written?.malformed ?? disposition?.malformed ?? encoding?.malformed,
    start,
    bodyStart: header.bodyStart,
    end: raw.length,
    children: [],
    isClosed: false,
  };
}

function nextChildNumber(parent: Entity): string {
  const own = String(parent.children.length + 1);
  return parent.parent === null ? own : `${parent.number}.${own}`;
}

/** Whether its body is made of entities. An encoded body is not (RFC 2045 §6.4 forbids it; some do it). */
function isComposite(entity: Entity): boolean {
  const { value } = entity.contentType;
  if (entity.encoding === "base64" || entity.encoding === "quoted-printable") return false;
  return value.startsWith("multipart/") || value === "message/rfc822";
}

/** Ends what is open inside of `multipart`: all entities since its last child began. */
function endOpenEntities(entities: readonly Entity[], multipart: Entity, end: number): void {
  for (let index = entities.length - 1; index >= 0; index--) {
    const entity = entities[index];
    if (entity === undefined || entity === multipart) return;
    if (entity.end > end) entity.end = Math.max(entity.bodyStart, end);
    if (entity.parent === multipart) return;
  }
}

/** Bytes that are searched between two looks at the clock. */
const SEARCH_WINDOW_BYTES = 256 * 1024;

/** Offset of the next line that begins with two dashes, from `at` on; -1 where there is none. */
function findDashLine(raw: Buffer, at: number, deadline: number | undefined): number {
  if (startsWithDashes(raw, at) && (at === 0 || raw[at - 1] === LF)) return at;
  if (deadline === undefined) return lineStartAfter(raw.indexOf("\n--", at, "latin1"));
  for (let from = at; from < raw.length; from += SEARCH_WINDOW_BYTES) {
    // Two bytes of the next window, for what begins at the end of this one.
    const found = raw.subarray(from, from + SEARCH_WINDOW_BYTES + 2).indexOf("\n--", 0, "latin1");
    if (found >= 0) return lineStartAfter(from + found);
    if (performance.now() > deadline) throw new ScanLimitError();
  }
  return -1;
}

function lineStartAfter(lineEnd: number): number {
  return lineEnd < 0 ? -1 : lineEnd + 1;
}

/** The offset of the line end before a line, which belongs to the delimiter. */
function lineEndBefore(raw: Buffer, line: number): number {
  if (line === 0 || raw[line - 1] !== LF) return line;
  return line > 1 && raw[line - 2] === CR ? line - 2 : line - 1;
}
