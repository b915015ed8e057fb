/** How much of a source a scan may read before it gives up. */
export interface ScanLimits {
  /** Entities of the tree. */
  readonly entities: number;
  /** Fields of all header blocks together. */
  readonly fields: number;
  /** Bytes of all header blocks together. */
  readonly headerBytes: number;
  /** Bytes of encoded multiparts and messages, which have to be decoded. */
  readonly encodedBytes: number;
  /** When to stop, by `performance.now()`. */
  readonly deadline: number;
}

/** Thrown by a scan that passes its limits. */
export class ScanLimitError extends Error {
  override name = "ScanLimitError";
}

/** Lines between two looks at the clock. */
const LINES_PER_CHECK = 256;

/** Bytes that a scan without limits decodes, as a multiple of the source: an encoded body may hold another one. */
const MAX_DECODED_COPIES = 4;

/** Counts what a scan has read. */
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

  /** @throws {ScanLimitError} when there are too many, or they have too long headers */
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
   * @returns whether so many bytes may be decoded
   * @throws {ScanLimitError} when they may not, and there are limits
   */
  takeDecoding(bytes: number): boolean {
    this.#encodedBytesLeft -= bytes;
    if (this.#encodedBytesLeft >= 0) return true;
    if (this.#limits !== undefined) throw new ScanLimitError();
    return false;
  }
}
