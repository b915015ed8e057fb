import type { Address, Envelope } from "@mailglass/shared";
import { decodeCharset, decodeHtmlCharset } from "./decode-charset.ts";
import { decodeTransfer } from "./decode-transfer.ts";
import type { HeaderBlock } from "./header-block.ts";
import { parseFieldAddresses, readDecodedField } from "./header-fields.ts";
import { cacheView, type Mail } from "./mail.ts";
import type { Entity } from "./mime-entity.ts";
import { type MimeTree, type ScanLimits, scanMimeTree } from "./mime-tree.ts";
import type { ParsedAddress } from "./parse-addresses.ts";

/**
 * UTF-16 code units of a name or address that are read for rows and searches: rows show 1,000 characters, each of which may
 * be written as a dozen in an encoded word.
 */
const MAX_NAME = 16 * 1024;

/** A mail being read: what several views need of it, each worked out once. */
export class ParsedMail {
  readonly raw: Buffer;
  readonly envelope: Envelope;
  readonly bodyLimitBytes: number;
  readonly tree: MimeTree;
  readonly #parsedAddresses = new Map<string, readonly ParsedAddress[]>();
  readonly #addresses = new Map<string, Address[]>();
  readonly #decodedBytes = new Map<Entity, Buffer>();
  readonly #remembered = new Map<(parsed: ParsedMail) => unknown, unknown>();

  /**
   * @param bodyLimitBytes bytes of each body that are looked at; with a limit, long names of addresses are cut as well
   * @param scanLimits what the mail may have at most
   * @throws {ScanLimitError} where it has more than `scan` allows
   */
  constructor(mail: Mail, bodyLimitBytes: number = Number.POSITIVE_INFINITY, scanLimits?: ScanLimits) {
    this.raw = mail.raw();
    this.envelope = mail.envelope;
    this.bodyLimitBytes = bodyLimitBytes;
    this.tree = scanMimeTree(this.raw, scanLimits);
  }

  get header(): HeaderBlock {
    return this.tree.root.header;
  }

  /** The addresses of all fields of this name (lower case). */
  addresses(key: string): Address[] {
    let cached = this.#addresses.get(key);
    if (cached === undefined) {
      cached = this.parsedAddresses(key).map(({ address }) => address);
      this.#addresses.set(key, cached);
    }
    return cached;
  }

  /** The same, each with how it deviates from its grammar. */
  parsedAddresses(key: string): readonly ParsedAddress[] {
    let cached = this.#parsedAddresses.get(key);
    if (cached === undefined) {
      const length = Number.isFinite(this.bodyLimitBytes) ? MAX_NAME : undefined;
      cached = parseFieldAddresses(this.raw, this.header, key, undefined, length);
      this.#parsedAddresses.set(key, cached);
    }
    return cached;
  }

  /** The first field of this name (lower case), decoded, on one line; empty where there is none. */
  decodedField(key: string): string {
    return readDecodedField(this.raw, this.header, key);
  }

  /** The result of `compute` for this mail, computed once. */
  remember<Result>(compute: (parsed: ParsedMail) => Result): Result {
    // Only `compute` itself ever puts something under its name.
    if (this.#remembered.has(compute)) return this.#remembered.get(compute) as Result;
    const result = compute(this);
    this.#remembered.set(compute, result);
    return result;
  }

  /** Bytes of an entity's body as they were sent; where they are more than `limit`, up to the last line end within it. */
  bodyBytes(entity: Entity): Buffer {
    const bodyLimitBytes = entity.bodyStart + this.bodyLimitBytes;
    if (entity.end <= bodyLimitBytes) return this.raw.subarray(entity.bodyStart, entity.end);
    const lineEnd = this.raw.lastIndexOf("\n", bodyLimitBytes - 1);
    return this.raw.subarray(entity.bodyStart, lineEnd > entity.bodyStart ? lineEnd + 1 : bodyLimitBytes);
  }

  /** The same, their transfer encoding undone. */
  decodedBytes(entity: Entity): Buffer {
    let cached = this.#decodedBytes.get(entity);
    if (cached === undefined) {
      const bodyBytes = this.bodyBytes(entity);
      cached = entity.children.length > 0 ? bodyBytes : decodeTransfer(bodyBytes, entity.encoding);
      this.#decodedBytes.set(entity, cached);
    }
    return cached;
  }

  /** Text of an entity's body, of at most `limit` of its decoded bytes. */
  decodedText(entity: Entity, bodyLimitBytes: number): string {
    const charset = entity.contentType.parameters.get("charset") ?? null;
    const bytes = this.decodedBytes(entity).subarray(0, bodyLimitBytes);
    return entity.contentType.value === "text/html" ? decodeHtmlCharset(bytes, charset) : decodeCharset(bytes, charset);
  }
}

/** A mail read as a whole. */
export const parseMail: (mail: Mail) => ParsedMail = cacheView((mail) => new ParsedMail(mail));
