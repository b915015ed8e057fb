import { scanMessageHeader, scanPartHeader } from "../../src/mail/entity-header.ts";
import { type Entity, isComposite, isMessage } from "../../src/mail/mime-entity.ts";
import type { MimeTree } from "../../src/mail/mime-tree.ts";
import { parseContentField } from "../../src/mail/parse-content-field.ts";

const LF = 10;
const CR = 13;
const DASH = 45;

/** A multipart that is open, with its delimiter. */
interface Open {
  readonly entity: Entity;
  readonly delimiter: Buffer;
}

/** A line that ends a part: its multipart, and whether it closes that. */
interface Delimiter {
  readonly level: number;
  readonly closes: boolean;
  readonly next: number;
}

/**
 * Reads a MIME tree by comparing each line with each open delimiter, from the innermost to the outermost. Has no limits, and decodes
 * nothing.
 */
export function naiveMimeTree(raw: Buffer): MimeTree {
  const entities: Entity[] = [];
  const open: Open[] = [];

  /** Reads an entity's header; continues into an enclosed message. Returns the offset at which to look for delimiters. */
  function enter(start: number, parent: Entity | null): number {
    let from = start;
    let into = parent;
    for (;;) {
      const entity = createEntity(raw, from, into, (line) => delimiterAt(raw, line, open) !== undefined);
      entities.push(entity);
      into?.children.push(entity);
      from = entity.bodyStart;
      if (!isComposite(entity)) return from;
      const boundary = entity.contentType.parameters.get("boundary");
      if (isMessage(entity)) {
        into = entity;
        continue;
      }
      if (boundary) open.push({ entity, delimiter: Buffer.from(`--${boundary}`) });
      return from;
    }
  }

  let at = enter(0, null);
  while (open.length > 0) {
    const line = nextDashes(raw, at);
    if (line < 0) break;
    const delimiter = delimiterAt(raw, line, open);
    if (delimiter === undefined) {
      at = line + 2;
      continue;
    }
    const { level, closes, next } = delimiter;
    const multipart = open[level];
    if (multipart === undefined) break;
    endAll(entities, multipart.entity, lineEndBefore(raw, line));
    open.length = level + 1;
    at = next;
    if (closes) {
      multipart.entity.isClosed = true;
      open.length = level;
    } else {
      at = enter(next, multipart.entity);
    }
  }
  const [root] = entities;
  if (root === undefined) throw new Error("a source always has a root");
  return { root, entities, isTruncated: false };
}

function createEntity(raw: Buffer, start: number, parent: Entity | null, isEnd: (line: number) => boolean): Entity {
  const header = (parent === null || isMessage(parent) ? scanMessageHeader : scanPartHeader)(raw, start, isEnd);
  const written = parseContentField(raw, header, "content-type");
  const disposition = parseContentField(raw, header, "content-disposition");
  const encoding = parseContentField(raw, header, "content-transfer-encoding");
  const standard = parent?.contentType.value === "multipart/digest" ? "message/rfc822" : "text/plain";
  return {
    number: parent === null ? "0" : numberOf(parent),
    parent,
    depth: parent === null ? 0 : parent.depth + 1,
    source: raw,
    encodedIn: null,
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

function numberOf(parent: Entity): string {
  const own = String(parent.children.length + 1);
  return parent.parent === null ? own : `${parent.number}.${own}`;
}

/** Ends everything that is open inside `multipart`: all entities since its last child began. */
function endAll(entities: readonly Entity[], multipart: Entity, end: number): void {
  for (let index = entities.length - 1; index >= 0; index--) {
    const entity = entities[index];
    if (entity === undefined || entity === multipart) return;
    if (entity.end > end) entity.end = Math.max(entity.bodyStart, end);
    if (entity.parent === multipart) return;
  }
}

/** Offset of the next line that begins with two dashes, from `at` on; -1 if there is none. */
function nextDashes(raw: Buffer, at: number): number {
  if (raw[at] === DASH && raw[at + 1] === DASH && (at === 0 || raw[at - 1] === LF)) return at;
  const found = raw.indexOf("\n--", at, "latin1");
  return found < 0 ? -1 : found + 1;
}

function delimiterAt(raw: Buffer, line: number, open: readonly Open[]): Delimiter | undefined {
  if (raw[line] !== DASH || raw[line + 1] !== DASH) return undefined;
  for (let level = open.length - 1; level >= 0; level--) {
    const delimiter = open[level]?.delimiter;
    if (delimiter === undefined || !startsWith(raw, line, delimiter)) continue;
    const after = line + delimiter.length;
    const closes = raw[after] === DASH && raw[after + 1] === DASH;
    const next = afterPadding(raw, closes ? after + 2 : after);
    if (next !== undefined) return { level, closes, next };
  }
  return undefined;
}

function startsWith(raw: Buffer, at: number, bytes: Buffer): boolean {
  return raw.compare(bytes, 0, bytes.length, at, Math.min(at + bytes.length, raw.length)) === 0;
}

/** Offset after blanks and the line end (RFC 2046 §5.1.1, transport-padding); undefined if the line has more. */
function afterPadding(raw: Buffer, from: number): number | undefined {
  let at = from;
  while (raw[at] === 32 || raw[at] === 9) at++;
  while (raw[at] === CR) at++;
  if (at >= raw.length) return raw.length;
  return raw[at] === LF ? at + 1 : undefined;
}

/** The offset of the line end before a line, which belongs to the delimiter. */
function lineEndBefore(raw: Buffer, line: number): number {
  if (line === 0 || raw[line - 1] !== LF) return line;
  let at = line - 1;
  while (at > 0 && raw[at - 1] === CR) at--;
  return at;
}
