import type { Address, Envelope } from "@mailglass/shared";
import { decodeCharset } from "./charset.ts";
import { addressesOf, decodedTextOf } from "./header.ts";
import type { HeaderBlock } from "./header-block.ts";
import { type Mail, view } from "./mail.ts";
import { type Entity, type MimeTree, type ScanLimits, scanMimeTree } from "./mime-tree.ts";
import { decodeTransfer } from "./transfer.ts";

/**
 * UTF-16 code units of a name or address that are read for rows and searches: rows show 1,000 characters, each of which may
 * be written as a dozen in an encoded word.
 */
const MAX_NAME = 16 * 1024;

/** A mail being read: what several views need of it, each worked out once. */
export class Reading {
  readonly raw: Buffer;
  readonly envelope: Envelope;
  readonly limit: number;
  readonly tree: MimeTree;
  readonly #addresses = new Map<string, Address[]>();
  readonly #bytes = new Map<Entity, Buffer>();

  /**
   * @param limit bytes of each body that are looked at; with a limit, long names of addresses are cut as well
   * @param scan what the mail may have at most
   * @throws {ScanLimitError} where it has more than `scan` allows
   */
  constructor(mail: Mail, limit: number = Number.POSITIVE_INFINITY, scan?: ScanLimits) {
    this.raw = mail.raw();
    this.envelope = mail.envelope;
    this.limit = limit;
    this.tree = scanMimeTree(this.raw, scan);
  }

  get header(): HeaderBlock {
    return this.tree.root.header;
  }

  /** The addresses of all fields of this name (lower case). */
  addresses(key: string): Address[] {
    let known = this.#addresses.get(key);
    if (known === undefined) {
      const length = Number.isFinite(this.limit) ? MAX_NAME : undefined;
      known = addressesOf(this.raw, this.header, key, undefined, length);
      this.#addresses.set(key, known);
    }
    return known;
  }

  /** The first field of this name (lower case), decoded, on one line; empty where there is none. */
  text(key: string): string {
    return decodedTextOf(this.raw, this.header, key);
  }

  /** Bytes of an entity's body as they were sent; where they are more than `limit`, up to the last line end within it. */
  body(entity: Entity): Buffer {
    const limit = entity.body + this.limit;
    if (entity.end <= limit) return this.raw.subarray(entity.body, entity.end);
    const lineEnd = this.raw.lastIndexOf("\n", limit - 1);
    return this.raw.subarray(entity.body, lineEnd > entity.body ? lineEnd + 1 : limit);
  }

  /** The same, their transfer encoding undone. */
  bytes(entity: Entity): Buffer {
    let known = this.#bytes.get(entity);
    if (known === undefined) {
      const body = this.body(entity);
      known = entity.children.length > 0 ? body : decodeTransfer(body, entity.encoding);
      this.#bytes.set(entity, known);
    }
    return known;
  }

  /** Text of an entity's body, of at most `limit` of its decoded bytes. */
  textOf(entity: Entity, limit: number): string {
    const charset = entity.contentType.parameters.get("charset") ?? null;
    return decodeCharset(this.bytes(entity).subarray(0, limit), charset);
  }
}

/** A mail read as a whole. */
export const reading: (mail: Mail) => Reading = view((mail) => new Reading(mail));
