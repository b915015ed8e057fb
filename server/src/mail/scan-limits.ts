/** Limits at which a scan of a source gives up. */
export interface ScanLimits {
  /** Number of entities in the tree. */
  readonly entities: number;
  /** Number of fields in all header blocks together. */
  readonly fields: number;
  /** Bytes of all header blocks together. */
  readonly headerBytes: number;
  /** Bytes of encoded multiparts and messages, which have to be decoded. */
  readonly encodedBytes: number;
  /** When to stop, by `performance.now()`. */
  readonly deadline: number;
}

/** Thrown by a scan that exceeds its limits. */
export class ScanLimitError extends Error {
  override name = "ScanLimitError";
}

/** Lines between two checks of the time limit. */
const LINES_PER_CHECK = 256;

/** Maximum bytes that a scan without limits decodes, as a multiple of the source: encoded bodies may be nested. */
const MAX_DECODED_COPIES = 4;

/** Counts what a scan has read and enforces its limits. */
export class ScanBudget {
  readonly #limits: ScanLimits | undefined;
  #entities = 0;
  #fields = 0;
  #headerBytes = 0;
  #lines = 0;
  #encodedBytesLeft: number;

  constructor(sourceBytes: number, limits: ScanLimits | undefined) {
    this.#limits = limits;
    this.#encodedBytesLeft = limits?.encodedBytes ?? MAX_DECODED_COPIES * sourceBytes;
  }

  get hasDeadline(): boolean {
    return this.#limits !== undefined;
  }

  /** @throws {ScanLimitError} if there are too many entities, or their headers are too long */
  countEntity(fields: number, headerBytes: number): void {
    this.#entities++;
    this.#fields += fields;
    this.#headerBytes += headerBytes;
    const limits = this.#limits;
    if (limits === undefined) return;
    if (this.#entities > limits.entities || this.#fields > limits.fields || this.#headerBytes > limits.headerBytes)
      throw new ScanLimitError();
  }

  /** @throws {ScanLimitError} when the time is over */
  countLine(): void {
    if (this.#limits !== undefined && ++this.#lines % LINES_PER_CHECK === 0) this.checkTime();
  }

  /** @throws {ScanLimitError} when the time is over */
  checkTime(): void {
    if (this.#limits !== undefined && performance.now() > this.#limits.deadline) throw new ScanLimitError();
  }

  /**
   * @returns whether that many bytes may be decoded
   * @throws {ScanLimitError} if they may not, and there are limits
   */
  takeDecoding(bytes: number): boolean {
    this.#encodedBytesLeft -= bytes;
    if (this.#encodedBytesLeft >= 0) return true;
    if (this.#limits !== undefined) throw new ScanLimitError();
    return false;
  }
}
