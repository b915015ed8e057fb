/** What MailHog's API answers with. The names are theirs, and clients rely on each. */

export interface Path {
  readonly Relays: readonly string[] | null;
  readonly Mailbox: string;
  readonly Domain: string;
  readonly Params: string;
}

/** A header block and what follows it: of a message, or of an enclosed part. */
export interface Content {
  /** Names as the sender spelled them; of a field that is repeated, the last. Not decoded, folds joined. */
  readonly Headers: Record<string, string[]>;
  /** As sent: the transfer encoding is not undone. */
  readonly Body: string;
  /** Bytes of the block and the body. */
  readonly Size: number;
  readonly MIME: MimeBody | null;
}

export interface MimeBody {
  readonly Parts: readonly Content[];
}

export interface Message {
  readonly ID: string;
  /** The envelope, not the header. */
  readonly From: Path;
  readonly To: readonly Path[];
  readonly Content: Content;
  readonly Created: string;
  readonly MIME: MimeBody | null;
  readonly Raw: {
    readonly From: string;
    readonly To: readonly string[];
    readonly Data: string;
    readonly Helo: string;
  };
}
