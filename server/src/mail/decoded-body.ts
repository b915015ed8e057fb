/** A body after its Content-Transfer-Encoding was decoded. */
export interface DecodedBody {
  readonly bytes: Buffer;
  /** Lines after the end of the encoded data, as sent: mailing lists append a footer without encoding it. */
  readonly footer: Buffer;
}

export const NO_FOOTER = Buffer.alloc(0);
