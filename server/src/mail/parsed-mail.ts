import type { Address, Envelope } from "@mailglass/shared";
import { type BodyPart, type ClassifiedParts, classifyParts } from "./classify-parts.ts";
import { isReadable } from "./decode-base64.ts";
import { decodeCharset, decodeHtmlCharset } from "./decode-charset.ts";
import { decodeTransfer } from "./decode-transfer.ts";
import { type DecodedBody, NO_FOOTER } from "./decoded-body.ts";
import type { DkimKeyRecord } from "./dkim/dkim-key.ts";
import type { HeaderBlock } from "./header-block.ts";
import { parseFieldAddresses, readDecodedField } from "./header-fields.ts";
import { cacheView, type Mail } from "./mail.ts";
import { type Entity, isBodyEncoded, isMultipart } from "./mime-entity.ts";
import { type MimeTree, scanMimeTree } from "./mime-tree.ts";
import type { ParsedAddress } from "./parse-addresses.ts";
import { measureRegularBase64, type RegularBase64 } from "./regular-base64.ts";
import type { ScanLimits } from "./scan-limits.ts";

/**
 * Maximum length of a name or address that is read for rows and searches, in UTF-16 code units. Rows show 1,000 characters; an
 * encoded word may need a dozen for each.
 */
export const MAX_NAME = 16 * 1024;

/** Number of bytes of a body that are examined to tell whether it is text. */
const READABLE_SAMPLE_BYTES = 8 * 1024;

/** Bytes up to which a body labelled base64 is examined more closely. */
const MAX_SHORT_BYTES = 100;

/** A parsed mail: data that several views need, each computed once. */
export class ParsedMail {
  readonly raw: Buffer;
  readonly envelope: Envelope;
  /** When a client delivered it, in ms since 1970; undefined for a message that was imported. */
  readonly deliveredAt: number | undefined;
  /** Keys that the operator has given for DKIM signatures. */
  readonly dkimKeys: readonly DkimKeyRecord[];
  readonly bodyLimitBytes: number;
  /** Whether the source ends where reading ended, not where the message ends. */
  readonly isSourceCut: boolean;
  readonly tree: MimeTree;
  readonly #parsedAddresses = new Map<string, readonly ParsedAddress[]>();
  readonly #addresses = new Map<string, Address[]>();
  readonly #decodedBodies = new Map<Entity, DecodedBody>();
  readonly #regularBase64 = new Map<Entity, RegularBase64 | undefined>();
  readonly #remembered = new Map<(parsed: ParsedMail) => unknown, unknown>();
  #content: ClassifiedParts | undefined;

  /**
   * @param bodyLimitBytes maximum bytes of each body that are read; with a limit, long names of addresses are cut as well
   * @param scanLimits limits for the scan of the structure
   * @param isSourceCut whether the mail is only the beginning of a message
   * @throws {ScanLimitError} if the mail exceeds `scanLimits`
   */
  constructor(
    mail: Mail,
    bodyLimitBytes: number = Number.POSITIVE_INFINITY,
    scanLimits?: ScanLimits,
    isSourceCut: boolean = false,
  ) {
    this.raw = mail.raw();
    this.envelope = mail.envelope;
    this.deliveredAt = mail.deliveredAt;
    this.dkimKeys = mail.dkimKeys ?? [];
    this.bodyLimitBytes = bodyLimitBytes;
    this.isSourceCut = isSourceCut;
    this.tree = scanMimeTree(this.raw, scanLimits);
  }

  get header(): HeaderBlock {
    return this.tree.root.header;
  }

  /** The parts of the body, and the attached parts. */
  get content(): ClassifiedParts {
    this.#content ??= classifyParts(this.tree.root, (entity) =>
      isReadable(this.decodedBytes(entity).subarray(0, READABLE_SAMPLE_BYTES)),
    );
    return this.#content;
  }

  /** Returns the addresses of all fields of this name (lower case). */
  addresses(key: string): Address[] {
    let cached = this.#addresses.get(key);
    if (cached === undefined) {
      cached = this.parsedAddresses(key).map(({ address }) => address);
      this.#addresses.set(key, cached);
    }
    return cached;
  }

  /** Like `addresses`, each with how it deviates from its grammar. */
  parsedAddresses(key: string): readonly ParsedAddress[] {
    let cached = this.#parsedAddresses.get(key);
    if (cached === undefined) {
      const length = Number.isFinite(this.bodyLimitBytes) ? MAX_NAME : undefined;
      cached = parseFieldAddresses(this.raw, this.header, key, undefined, length);
      this.#parsedAddresses.set(key, cached);
    }
    return cached;
  }

  /** Returns the first field of this name (lower case), decoded, on one line; empty if there is none. */
  decodedField(key: string): string {
    return readDecodedField(this.raw, this.header, key);
  }

  /** Returns the result of `compute` for this mail, computed once. */
  remember<Result>(compute: (parsed: ParsedMail) => Result): Result {
    // Only results of `compute` are stored under this key.
    if (this.#remembered.has(compute)) return this.#remembered.get(compute) as Result;
    const result = compute(this);
    this.#remembered.set(compute, result);
    return result;
  }

  /** Whether the end of an entity's body is not read. */
  isBodyCut({ bodyStart, end, source }: Entity): boolean {
    return end - bodyStart > this.bodyLimitBytes || (this.isSourceCut && end === source.length);
  }

  /** Returns an entity's body as sent; if it is longer than `limit`, up to the last line end within the limit. */
  bodyBytes({ source, bodyStart, end, encoding }: Entity): Buffer {
    const limit = bodyStart + this.bodyLimitBytes;
    if (end <= limit) return source.subarray(bodyStart, end);
    const lineEnd = source.lastIndexOf("\n", limit - 1);
    if (lineEnd > bodyStart) return source.subarray(bodyStart, lineEnd + 1);
    const cut = source.subarray(bodyStart, limit);
    // A byte of quoted-printable is read whole, or not at all.
    const byte = encoding === "quoted-printable" ? cut.lastIndexOf("=") : -1;
    return byte >= 0 && byte > cut.length - 3 ? cut.subarray(0, byte) : cut;
  }

  /** Returns the body after its transfer encoding was decoded. */
  decodedBytes(entity: Entity): Buffer {
    return this.#decodeBody(entity).bytes;
  }

  /** Returns the length of the decoded body. Regular base64 is not decoded for it. */
  decodedLength(entity: Entity): number {
    // A short text may have a wrong label: see `decodeBase64`.
    const isMeasurable =
      isBodyEncoded(entity) && !this.isBodyCut(entity) && entity.end - entity.bodyStart > MAX_SHORT_BYTES;
    const regular = isMeasurable ? this.regularBase64(entity) : undefined;
    return regular?.decodedBytes ?? this.decodedBytes(entity).length;
  }

  /** Measures a body in base64, as far as it is read; undefined if its lines are not regular. */
  regularBase64(entity: Entity): RegularBase64 | undefined {
    if (entity.encoding !== "base64") return undefined;
    if (!this.#regularBase64.has(entity))
      this.#regularBase64.set(entity, measureRegularBase64(this.bodyBytes(entity), this.isBodyCut(entity)));
    return this.#regularBase64.get(entity);
  }

  /** Returns the text of the first `limitBytes` decoded bytes of an entity's body. A footer after the encoded text is included. */
  decodedText(entity: Entity, limitBytes: number): string {
    const { bytes, footer } = this.#decodeBody(entity);
    const charset = entity.contentType.parameters.get("charset") ?? null;
    const decode = entity.contentType.value === "text/html" ? decodeHtmlCharset : decodeCharset;
    const text = decode(bytes.subarray(0, limitBytes), charset);
    if (footer.length === 0 || bytes.length >= limitBytes) return joinDoubledCrs(text);
    const lineEnd = text === "" || text.endsWith("\n") ? "" : "\n";
    return joinDoubledCrs(text + lineEnd + decodeCharset(footer.subarray(0, limitBytes - bytes.length), null));
  }

  /** Returns the text of the first `limitBytes` decoded bytes of a body part. */
  bodyPartText(part: BodyPart, limitBytes: number): string {
    return part.kind === "note" ? part.note : this.decodedText(part.entity, limitBytes);
  }

  #decodeBody(entity: Entity): DecodedBody {
    let cached = this.#decodedBodies.get(entity);
    if (cached === undefined) {
      const bytes = this.bodyBytes(entity);
      const isText = entity.contentType.value.startsWith("text/") || isMultipart(entity);
      cached = isBodyEncoded(entity)
        ? decodeTransfer(bytes, entity.encoding, { isText })
        : { bytes, footer: NO_FOOTER };
      this.#decodedBodies.set(entity, cached);
    }
    return cached;
  }
}

/** QUIRK: CR CR LF is one line end: a stream in text mode on Windows writes CR LF that way. */
function joinDoubledCrs(text: string): string {
  return text.includes("\r\r\n") ? text.replaceAll("\r\r\n", "\r\n") : text;
}

/** Parses a whole mail. */
export const parseMail: (mail: Mail) => ParsedMail = cacheView((mail) => new ParsedMail(mail));
