/** Joins many short pieces. They are copied, so that millions of them take no more memory than their bytes. */
export class ByteBuilder {
  #bytes = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(piece: Buffer): void {
    const length = this.#length + piece.length;
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#bytes.length, 1024));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    piece.copy(this.#bytes, this.#length);
    this.#length = length;
  }

  /** Returns a copy of all but the last `omitted` bytes. */
  copy(omitted = 0): Buffer {
    const copied = Buffer.allocUnsafeSlow(Math.max(0, this.#length - omitted));
    this.#bytes.copy(copied, 0, 0, copied.length);
    return copied;
  }

  clear(): void {
    this.#length = 0;
  }
}
