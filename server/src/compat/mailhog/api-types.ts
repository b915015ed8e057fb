import type { Utf8Text } from "../utf8-text.ts";

/** Response types of MailHog's API. Clients rely on each name. */

export type Path = {
  readonly Relays: readonly string[] | null;
  readonly Mailbox: string;
  readonly Domain: string;
  readonly Params: string;
};

/** Names as spelled by the sender; the last one of a repeated field. Values are not decoded; folds are joined. */
export type Headers = Readonly<Record<string, readonly (Utf8Text | string)[]>>;

/** A header block and its body: of a message, or of a part. */
export type Content = {
  readonly Headers: Headers;
  /** As sent: the transfer encoding is not decoded. */
  readonly Body: Utf8Text;
  /** Bytes of header block and body. */
  readonly Size: number;
  readonly MIME: MimeBody | null;
};

export type MimeBody = {
  readonly Parts: readonly Content[];
};

export type Message = {
  readonly ID: string;
  /** From the envelope, not from the header. */
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
