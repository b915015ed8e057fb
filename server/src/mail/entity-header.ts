import { type FieldRange, type HeaderBlock, type IsHeaderEnd, scanHeaderBlock } from "./header-block.ts";
import { skipLeadIn } from "./header-lead-in.ts";
import { isDelimiterLine, startsWithDashes } from "./open-multiparts.ts";
import { parseContentField } from "./parse-content-field.ts";

/** Reads the header of a message. A byte order mark, blank lines or an mbox line may precede it. */
export function scanMessageHeader(raw: Buffer, start = 0, isEnd: IsHeaderEnd = () => false): HeaderBlock {
  const { leadIn, end } = skipLeadIn(raw, start, raw.length, (line) => isEnd(line, []));
  return { ...scanPartHeader(raw, end, isEnd), leadIn };
}

/**
 * Reads the header of a part. QUIRK: the header of a multipart also ends before the first delimiter, for writers that leave out
 * the blank line between them. A boundary may contain a colon (RFC 2046 §5.1.1), so the delimiter may look like a field.
 */
export function scanPartHeader(raw: Buffer, start: number, isEnd: IsHeaderEnd = () => false): HeaderBlock {
  const own = new OwnDelimiter(raw);
  return scanHeaderBlock(raw, start, raw.length, (line, fields) => isEnd(line, fields) || own.isAt(line, fields));
}

/** The delimiter of the multipart whose header is being read. */
class OwnDelimiter {
  readonly #raw: Buffer;
  /** Fields that are known not to be Content-Type. */
  #searchedFields = 0;
  /** Undefined until the Content-Type was read; empty if the entity is not a multipart. */
  #delimiter: Buffer | undefined;

  constructor(raw: Buffer) {
    this.#raw = raw;
  }

  isAt(line: number, fields: readonly FieldRange[]): boolean {
    if (!startsWithDashes(this.#raw, line)) return false;
    const delimiter = (this.#delimiter ??= this.#findDelimiter(fields));
    return delimiter !== undefined && delimiter.length > 0 && isDelimiterLine(this.#raw, line, delimiter);
  }

  #findDelimiter(fields: readonly FieldRange[]): Buffer | undefined {
    for (; this.#searchedFields < fields.length; this.#searchedFields++) {
      const field = fields[this.#searchedFields];
      if (field?.key !== "content-type") continue;
      const { value = "", parameters } = parseContentField(this.#raw, { fields: [field] }, "content-type") ?? {};
      const boundary = value.startsWith("multipart/") ? parameters?.get("boundary") : undefined;
      return Buffer.from(boundary ? `--${boundary}` : "");
    }
    return undefined;
  }
}
