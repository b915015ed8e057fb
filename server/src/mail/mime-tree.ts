import { contentField, type Parameterised } from "./content-fields.ts";
import { type Field, type HeaderBlock, scanHeaderBlock } from "./header-block.ts";
import { OpenMultiparts, startsWithDashes } from "./open-multiparts.ts";

/** An entity of the MIME tree (RFC 2045 §2.4), by its bytes. */
export interface Entity {
  readonly number: string;
  readonly parent: Entity | null;
  readonly depth: number;
  readonly header: HeaderBlock;
  readonly contentType: Parameterised;
  /** Content-Disposition (RFC 2183). */
  readonly disposition: Parameterised | undefined;
  /** Content-Transfer-Encoding, lower case. */
  readonly encoding: string;
  /** The first of these three fields that is not as its grammar has it. */
  readonly malformed: Field | undefined;
  /** Offset of its first header byte. */
  readonly start: number;
  /** Offset of its first body byte. */
  readonly body: number;
  /** Offset after its last body byte; the line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1). */
  end: number;
  /** Enclosed entities, in order. */
  readonly children: Entity[];
  /** False for a multipart whose closing delimiter never came. */
  closed: boolean;
}

export interface MimeTree {
  readonly root: Entity;
  /** All entities, in the order of the source; the root first. */
  readonly entities: readonly Entity[];
  /** True where the message has more parts, or deeper ones, than are read. */
  readonly cut: boolean;
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
  let cut = false;
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
  function enter(start: number, parent: Entity | null): number {
    let from = start;
    let into = parent;
    for (;;) {
      const entity = createEntity(raw, from, into, isHeaderEnd);
      entities.push(entity);
      into?.children.push(entity);
      from = entity.body;
      fields += entity.header.fields.length;
      headerBytes += entity.body - entity.start;
      if (limits !== undefined) checkLimits(limits, { entities: entities.length, fields, headerBytes });
      if (!isComposite(entity)) return from;
      if (entity.depth >= MAX_DEPTH || entities.length >= MAX_ENTITIES) {
        cut = true;
        return from;
      }
      if (entity.contentType.value === "message/rfc822") {
        into = entity;
        continue;
      }
      open.push(entity);
      return from;
    }
  }

  let at = enter(0, null);
  while (open.length > 0) {
    const line = nextDashes(raw, at, limits?.deadline);
    if (line < 0) break;
    checkTime();
    const delimiter = open.delimiterAt(raw, line);
    if (delimiter === undefined) {
      at = line + 2;
      continue;
    }
    const { multipart, closes, next } = delimiter;
    endAll(entities, multipart, lineEndBefore(raw, line));
    at = next;
    if (closes) {
      multipart.closed = true;
      open.closeFrom(multipart);
      continue;
    }
    if (entities.length >= MAX_ENTITIES) {
      cut = true;
      break;
    }
    open.closeInside(multipart);
    at = enter(next, multipart);
  }
  const [root] = entities;
  if (root === undefined) throw new Error("a source always has a root");
  return { root, entities, cut };
}

function checkLimits(limits: ScanLimits, read: Omit<ScanLimits, "deadline">): void {
  const { entities, fields, headerBytes } = read;
  if (entities > limits.entities || fields > limits.fields || headerBytes > limits.headerBytes)
    throw new ScanLimitError();
}

function createEntity(raw: Buffer, start: number, parent: Entity | null, isEnd: (line: number) => boolean): Entity {
  const header = scanHeaderBlock(raw, start, raw.length, isEnd);
  const written = contentField(raw, header, "content-type");
  const disposition = contentField(raw, header, "content-disposition");
  const encoding = contentField(raw, header, "content-transfer-encoding");
  const standard = parent?.contentType.value === "multipart/digest" ? "message/rfc822" : "text/plain";
  return {
    number: parent === null ? "0" : numberOf(parent),
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
    body: header.body,
    end: raw.length,
    children: [],
    closed: false,
  };
}

function numberOf(parent: Entity): string {
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
function endAll(entities: readonly Entity[], multipart: Entity, end: number): void {
  for (let index = entities.length - 1; index >= 0; index--) {
    const entity = entities[index];
    if (entity === undefined || entity === multipart) return;
    if (entity.end > end) entity.end = Math.max(entity.body, end);
    if (entity.parent === multipart) return;
  }
}

/** Bytes that are searched between two looks at the clock. */
const WINDOW = 256 * 1024;

/** Offset of the next line that begins with two dashes, from `at` on; -1 where there is none. */
function nextDashes(raw: Buffer, at: number, deadline: number | undefined): number {
  if (startsWithDashes(raw, at) && (at === 0 || raw[at - 1] === LF)) return at;
  if (deadline === undefined) return lineAt(raw.indexOf("\n--", at, "latin1"));
  for (let from = at; from < raw.length; from += WINDOW) {
    // Two bytes of the next window, for what begins at the end of this one.
    const found = raw.subarray(from, from + WINDOW + 2).indexOf("\n--", 0, "latin1");
    if (found >= 0) return lineAt(from + found);
    if (performance.now() > deadline) throw new ScanLimitError();
  }
  return -1;
}

function lineAt(lineEnd: number): number {
  return lineEnd < 0 ? -1 : lineEnd + 1;
}

/** The offset of the line end before a line, which belongs to the delimiter. */
function lineEndBefore(raw: Buffer, line: number): number {
  if (line === 0 || raw[line - 1] !== LF) return line;
  return line > 1 && raw[line - 2] === CR ? line - 2 : line - 1;
}
