import { CR, LF } from "./ascii.ts";
import { decodeTransfer, isTransferEncoded } from "./decode-transfer.ts";
import { scanMessageHeader, scanPartHeader } from "./entity-header.ts";
import { findColon, nextLineStart } from "./header-line.ts";
import { type Entity, isComposite, isMessage, isMultipart } from "./mime-entity.ts";
import { OpenMultiparts, startsWithDashes } from "./open-multiparts.ts";
import { parseContentField } from "./parse-content-field.ts";
import { ScanBudget, type ScanLimits } from "./scan-limits.ts";

export interface MimeTree {
  readonly root: Entity;
  /** All entities, in the order of the source; the root first. */
  readonly entities: readonly Entity[];
  /** True if the message has more parts, or deeper ones, than are read. */
  readonly isTruncated: boolean;
}

/** Maximum number of entities; everything after them counts as the body of the last. */
const MAX_ENTITIES = 5_000;
/** Maximum depth; anything deeper counts as a body. */
const MAX_DEPTH = 100;
/** Maximum nesting of encoded bodies. */
const MAX_ENCODED_DEPTH = 4;

/**
 * Reads the MIME tree of a source in one pass, without recursion. The time is linear in the length of the source for any
 * boundaries: a line is compared with all open delimiters by one look-up of its text.
 *
 * A multipart or an enclosed message must not be encoded itself (RFC 2045 §6.4). If it is labelled as encoded, the label counts
 * only if the body as sent has no parts. The body is then decoded and scanned like a source.
 *
 * @throws {ScanLimitError} if the source exceeds `limits`
 */
export function scanMimeTree(raw: Buffer, limits?: ScanLimits): MimeTree {
  const scan = new TreeScan(raw, limits);
  let entities = scan.scanSource(raw, null);
  const [root] = entities;
  if (root === undefined) throw new Error("a source always has a root");
  if (scan.scanEncodedBodies(entities)) entities = listInOrder(root);
  return { root, entities, isTruncated: scan.isTruncated };
}

class TreeScan {
  readonly #budget: ScanBudget;
  #count = 0;
  isTruncated = false;

  constructor(raw: Buffer, limits: ScanLimits | undefined) {
    this.#budget = new ScanBudget(raw.length, limits);
  }

  /**
   * Scans a source: the message, or the decoded body of `container`.
   *
   * @returns the entities in it, in order
   */
  scanSource(source: Buffer, container: Entity | null): Entity[] {
    const entities: Entity[] = [];
    const open = new OpenMultiparts();
    let offset = 0;
    if (container !== null && isMultipart(container)) open.open(container);
    else offset = this.#openEntity(source, 0, container, container, open, entities);
    while (open.length > 0) {
      const line = this.#findDashLine(source, offset);
      if (line < 0) break;
      this.#budget.countLine();
      const delimiter = open.delimiterAt(source, line);
      if (delimiter === undefined) {
        offset = line + 2;
        continue;
      }
      const { multipart, isClosing, next } = delimiter;
      endOpenEntities(entities, multipart, lineEndBefore(source, line));
      offset = next;
      if (isClosing) {
        multipart.isClosed = true;
        open.close(multipart);
        continue;
      }
      if (this.#count >= MAX_ENTITIES) {
        this.isTruncated = true;
        break;
      }
      open.closeInside(multipart);
      offset = this.#openEntity(source, next, multipart, container, open, entities);
    }
    return entities;
  }

  /**
   * Opens the multiparts and messages whose transfer encoding covers their parts.
   *
   * @returns whether there are any
   */
  scanEncodedBodies(entities: readonly Entity[]): boolean {
    let hasAny = false;
    // The list grows during the loop: an encoded body may contain another one.
    const pending = entities.filter(mayHaveEncodedParts);
    for (const entity of pending) {
      const body = entity.source.subarray(entity.bodyStart, entity.end);
      const isTooDeep = entity.depth >= MAX_DEPTH || countEncodedBodies(entity) >= MAX_ENCODED_DEPTH;
      if (isTooDeep || this.#count >= MAX_ENTITIES || !this.#budget.takeDecoding(body.length)) {
        this.isTruncated = true;
        continue;
      }
      const decoded = decodeTransfer(body, entity.encoding, { isText: false }).bytes;
      const found = this.scanSource(decoded, entity);
      hasAny ||= found.length > 0;
      pending.push(...found.filter(mayHaveEncodedParts));
    }
    return hasAny;
  }

  /** Reads an entity's header; continues into an enclosed message. Returns the offset at which to look for delimiters. */
  #openEntity(
    source: Buffer,
    start: number,
    parent: Entity | null,
    encodedIn: Entity | null,
    open: OpenMultiparts,
    entities: Entity[],
  ): number {
    const isHeaderEnd = (line: number) => {
      this.#budget.countLine();
      return open.delimiterAt(source, line) !== undefined;
    };
    let from = start;
    let into = parent;
    for (;;) {
      const entity = createEntity(source, from, into, encodedIn, isHeaderEnd);
      entities.push(entity);
      into?.children.push(entity);
      this.#count++;
      from = entity.bodyStart;
      this.#budget.countEntity(entity.header.fields.length, entity.bodyStart - entity.start);
      if (!isComposite(entity) || isEncodedMessage(entity)) return from;
      if (entity.depth >= MAX_DEPTH || this.#count >= MAX_ENTITIES) {
        this.isTruncated = true;
        return from;
      }
      if (isMultipart(entity)) {
        open.open(entity);
        return from;
      }
      into = entity;
    }
  }

  /** Returns the offset of the next line at or after `at` that begins with two dashes; -1 if there is none. */
  #findDashLine(source: Buffer, at: number): number {
    if (startsWithDashes(source, at) && (at === 0 || source[at - 1] === LF)) return at;
    if (!this.#budget.hasDeadline) return lineStartAfter(source.indexOf("\n--", at, "latin1"));
    for (let from = at; from < source.length; from += SEARCH_WINDOW_BYTES) {
      // Includes two bytes of the next window, so that dashes across the border are found.
      const found = source.subarray(from, from + SEARCH_WINDOW_BYTES + 2).indexOf("\n--", 0, "latin1");
      if (found >= 0) return lineStartAfter(from + found);
      this.#budget.checkTime();
    }
    return -1;
  }
}

/** Bytes that are searched between two checks of the time limit. */
const SEARCH_WINDOW_BYTES = 256 * 1024;

function createEntity(
  source: Buffer,
  start: number,
  parent: Entity | null,
  encodedIn: Entity | null,
  isEnd: (line: number) => boolean,
): Entity {
  const scanHeader = parent === null || isMessage(parent) ? scanMessageHeader : scanPartHeader;
  const header = scanHeader(source, start, isEnd);
  const written = parseContentField(source, header, "content-type");
  const disposition = parseContentField(source, header, "content-disposition");
  const encoding = parseContentField(source, header, "content-transfer-encoding");
  const standard = parent?.contentType.value === "multipart/digest" ? "message/rfc822" : "text/plain";
  return {
    number: parent === null ? "0" : nextChildNumber(parent),
    parent,
    depth: parent === null ? 0 : parent.depth + 1,
    source,
    encodedIn,
    header,
    contentType: written?.value.includes("/")
      ? written
      : { value: standard, parameters: new Map(), malformed: undefined },
    disposition,
    encoding: encoding?.value || "7bit",
    malformed: written?.malformed ?? disposition?.malformed ?? encoding?.malformed,
    start,
    bodyStart: header.bodyStart,
    end: source.length,
    children: [],
    isClosed: false,
  };
}

function nextChildNumber(parent: Entity): string {
  const own = String(parent.children.length + 1);
  return parent.parent === null ? own : `${parent.number}.${own}`;
}

/** Whether the parts of a multipart or a message may be found only after its body is decoded. */
function mayHaveEncodedParts(entity: Entity): boolean {
  return isComposite(entity) && entity.children.length === 0 && isTransferEncoded(entity.encoding);
}

/** Number of bytes of an enclosed message that are searched for signs of an encoding. */
const SAMPLE_BYTES = 4 * 1024;

/** Parameters and encoded words whose = is itself encoded, and soft line breaks. They do not occur in an unencoded header. */
const QUOTED_PRINTABLE_HEADER = /[a-z]=3D|=3D\?[\w-]+\?[bq]\?|=\r*\n/i;

/** Whether the header of an enclosed message is encoded. The label alone is often wrong, except for message/global. */
function isEncodedMessage(entity: Entity): boolean {
  if (!isMessage(entity) || !isTransferEncoded(entity.encoding)) return false;
  const { source, bodyStart } = entity;
  if (entity.encoding === "quoted-printable") {
    const sample = source.toString("latin1", bodyStart, bodyStart + SAMPLE_BYTES).split(/\n\r*\n/, 1)[0] ?? "";
    return entity.contentType.value === "message/global" || QUOTED_PRINTABLE_HEADER.test(sample);
  }
  return findColon(source, bodyStart, nextLineStart(source, bodyStart, source.length)) < 0;
}

function countEncodedBodies(entity: Entity): number {
  let count = 0;
  for (let at = entity.encodedIn; at !== null; at = at.encodedIn) count++;
  return count;
}

/** Lists all entities in the order of the source. */
function listInOrder(root: Entity): Entity[] {
  const entities: Entity[] = [];
  const pending = [root];
  for (let entity = pending.pop(); entity !== undefined; entity = pending.pop()) {
    entities.push(entity);
    pending.push(...entity.children.toReversed());
  }
  return entities;
}

/** Ends all entities that are open inside `multipart`: those since its last child began. */
function endOpenEntities(entities: readonly Entity[], multipart: Entity, end: number): void {
  for (let index = entities.length - 1; index >= 0; index--) {
    const entity = entities[index];
    if (entity === undefined || entity === multipart) return;
    if (entity.end > end) entity.end = Math.max(entity.bodyStart, end);
    if (entity.parent === multipart) return;
  }
}

function lineStartAfter(lineEnd: number): number {
  return lineEnd < 0 ? -1 : lineEnd + 1;
}

/** Returns the offset of the line end before a line. It belongs to the delimiter. */
function lineEndBefore(source: Buffer, line: number): number {
  if (line === 0 || source[line - 1] !== LF) return line;
  let at = line - 1;
  while (at > 0 && source[at - 1] === CR) at--;
  return at;
}
