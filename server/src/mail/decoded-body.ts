/** A body with its Content-Transfer-Encoding undone. */
export interface DecodedBody {
  readonly bytes: Buffer;
  /** Lines after the end of the encoded data, as they were sent: mailing lists append a footer without decoding the text. */
  readonly footer: Buffer;
}

export const NO_FOOTER = Buffer.alloc(0);
