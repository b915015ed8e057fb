import type { Address } from "@mailglass/shared";
import { readBodyHtml, readBodyText } from "../body-text.ts";
import type { Mail } from "../mail.ts";
import { readSentDate } from "../mail-date.ts";
import { parseMail } from "../parsed-mail.ts";
import { listAttachments, listParts } from "../parts.ts";

/** The parts of a message that are compared, as one reader reads them. */
export interface Reading {
  readonly subject: string;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly date: Date | null;
  /** Null if there is none. */
  readonly text: string | null;
  readonly html: string | null;
  readonly attachments: readonly ReadAttachment[];
}

export interface ReadAttachment {
  /** The name in the message; null if it has none. */
  readonly filename: string | null;
  readonly type: string;
  /** Size of the decoded bytes. */
  readonly size: number;
}

/** How we read a message. */
export function readWithMailglass(mail: Mail): Reading {
  const parsed = parseMail(mail);
  const filenames = new Map(listParts(mail).map(({ number, filename }) => [number, filename]));
  return {
    subject: parsed.decodedField("subject"),
    from: parsed.addresses("from"),
    to: parsed.addresses("to"),
    cc: parsed.addresses("cc"),
    bcc: parsed.addresses("bcc"),
    replyTo: parsed.addresses("reply-to"),
    date: readSentDate(mail),
    text: readBodyText(mail),
    html: readBodyHtml(mail),
    attachments: listAttachments(mail).map(({ part, type, size }) => ({
      filename: filenames.get(part) ?? null,
      type,
      size,
    })),
  };
}
