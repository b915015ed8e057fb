import type { Envelope, Finding, MessageSummary } from "@mailglass/shared";
import { countFindings, readFindings } from "../mail/findings.ts";
import type { Mail } from "../mail/mail.ts";
import { unshownEntities } from "../mail/parts.ts";
import { Reading } from "../mail/reading.ts";
import { createSearchIndex, type SearchIndex } from "../mail/search-index.ts";
import { digest } from "../mail/summary.ts";
import { createTextSignature, type TextSignature } from "../mail/text-signature.ts";
import type { Incoming, RawPieces } from "./mailbox.ts";
import type { Searchable } from "./match.ts";
import type { Slabs } from "./slabs.ts";

/** Bytes of each body that a row is made from. */
const GLANCE = 64 * 1024;
/** Estimated bytes of heap of a message, and of each recipient, where its sender does not say them. */
const HEAP_BYTES = 1000;
/** Bytes of the longest message in several pieces that is read without getting memory of its own. */
const DESK = 1024 * 1024;

/** One piece that nobody else will write to is used as it is; anything else is copied, once, to exactly its size. */
function join(pieces: RawPieces, size: number, isOurs: boolean): Buffer {
  const [first] = pieces;
  if (isOurs && first !== undefined && pieces.length === 1)
    return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
  // Slow: from the pool, the slice would pin 64 KiB.
  return fill(Buffer.allocUnsafeSlow(size), pieces);
}

function fill(whole: Buffer, pieces: RawPieces): Buffer {
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

let desk: Buffer | undefined;

/** The bytes in one piece, until those of the next message lie there; undefined where they are too many for it. */
function sideBySide(pieces: RawPieces, size: number): Buffer | undefined {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
  if (size > DESK) return undefined;
  desk ??= Buffer.allocUnsafeSlow(DESK);
  return fill(desk.subarray(0, size), pieces);
}

/** A message as the ring keeps it. Nothing is read from its bytes before somebody asks. */
export class Stored implements Searchable {
  readonly id: string;
  readonly seq: number;
  readonly receivedAt: number;
  readonly size: number;
  readonly envelope: Envelope;
  readonly sessionId: string | null;
  readonly wireFindings: readonly Finding[];
  /** Estimated bytes of heap that envelope and findings take. */
  readonly heapBytes: number;
  read = false;
  tags: readonly string[];
  readonly #slabs: Slabs;
  /** Where the bytes lie while nobody has asked for them; undefined once the message is gone. */
  #pieces: RawPieces | undefined;
  #whole: Buffer | undefined;
  #summary: MessageSummary | undefined;
  #searchIndex: SearchIndex | undefined;
  #hasAttachment: boolean | undefined;
  #hasFindings: boolean | undefined;
  #textSignature: TextSignature | undefined;

  constructor(id: string, seq: number, incoming: Incoming, slabs: Slabs) {
    this.id = id;
    this.seq = seq;
    this.receivedAt = incoming.receivedAt;
    this.size = incoming.size;
    this.envelope = incoming.envelope;
    this.sessionId = incoming.sessionId;
    this.wireFindings = incoming.findings;
    this.heapBytes = incoming.heapBytes ?? HEAP_BYTES * (1 + incoming.envelope.to.length);
    this.tags = incoming.tags ?? NONE;
    this.#slabs = slabs;
    this.#pieces = incoming.raw;
    slabs.keep(incoming.raw);
  }

  raw(): Buffer {
    this.#whole ??= this.#moveOut();
    return this.#whole;
  }

  /** A list or a search that moved out each message that it looks at would make as many buffers. */
  inPlace(): Mail {
    const raw =
      this.#whole === undefined && this.#pieces !== undefined ? sideBySide(this.#pieces, this.size) : undefined;
    return raw === undefined ? this : { raw: () => raw, envelope: this.envelope };
  }

  #moveOut(): Buffer {
    const pieces = this.#pieces;
    if (pieces === undefined) throw new Error(`Message ${this.id} is gone, and was not lent to who asks for its bytes`);
    const whole = join(pieces, this.size, !this.#slabs.holds(pieces));
    this.#slabs.release(pieces);
    this.#pieces = NONE;
    return whole;
  }

  /** For whoever may still hold it when the ring has let go of it: gives it memory of its own. */
  lend(): this {
    this.raw();
    return this;
  }

  /** The ring has let go of it: its memory is used again, unless somebody asked for the bytes. */
  discard(): void {
    if (this.#pieces !== undefined) this.#slabs.release(this.#pieces);
    this.#pieces = undefined;
  }

  hasSummary(): boolean {
    return this.#summary !== undefined;
  }

  summary(): MessageSummary {
    this.#summary ??= this.#summarise();
    return this.#summary;
  }

  #summarise(): MessageSummary {
    const read = new Reading(this.inPlace(), GLANCE);
    return {
      id: this.id,
      seq: this.seq,
      receivedAt: new Date(this.receivedAt).toISOString(),
      size: this.size,
      ...digest(read),
      sender: this.envelope.from.address,
      recipients: this.envelope.to.map((path) => path.address),
      user: this.envelope.auth?.user ?? null,
      findingCounts: countFindings([...this.wireFindings, ...readFindings(read)]),
      read: this.read,
      tags: [...this.tags],
      sessionId: this.sessionId,
    };
  }

  searchIndex(): SearchIndex {
    this.#searchIndex ??= createSearchIndex(new Reading(this.inPlace()));
    return this.#searchIndex;
  }

  textSignature(): TextSignature {
    this.#textSignature ??= createTextSignature(this.inPlace());
    return this.#textSignature;
  }

  hasAttachment(): boolean {
    this.#hasAttachment ??= unshownEntities(new Reading(this.inPlace(), GLANCE)).length > 0;
    return this.#hasAttachment;
  }

  hasFindings(): boolean {
    if (this.#hasFindings === undefined) {
      const { error, warning } = this.#summarise().findingCounts;
      this.#hasFindings = error + warning > 0;
    }
    return this.#hasFindings;
  }

  /** Lets the row go, since a mark was changed or it is not much asked for; the next who asks gets a new one. */
  dropSummary(): void {
    this.#summary = undefined;
  }
}

const NONE: readonly never[] = [];
