import type { Utf8Text } from "../utf8-text.ts";

/** What MailHog's API answers with. The names are theirs, and clients rely on each. */

export type Path = {
  readonly Relays: readonly string[] | null;
  readonly Mailbox: string;
  readonly Domain: string;
  readonly Params: string;
};

/** Names as the sender spelled them; of a field that is repeated, the last. Not decoded, folds joined. */
export type Headers = Readonly<Record<string, readonly (Utf8Text | string)[]>>;

/** A header block and what follows it: of a message, or of an enclosed part. */
export type Content = {
  readonly Headers: Headers;
  /** As sent: the transfer encoding is not undone. */
  readonly Body: Utf8Text;
  /** Bytes of the block and the body. */
  readonly Size: number;
  readonly MIME: MimeBody | null;
};

export type MimeBody = {
  readonly Parts: readonly Content[];
};

export type Message = {
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
    readonly Data: Utf8Text;
    readonly Helo: string;
  };
};
