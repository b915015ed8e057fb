import { createHash } from "node:crypto";
import type { Attachment as OurAttachment } from "@mailglass/shared";
import { bodyHtml } from "../../mail/body-text.ts";
import { sentAt } from "../../mail/date.ts";
import { headerFields } from "../../mail/header.ts";
import type { Mail } from "../../mail/mail.ts";
import { attachments, partBytes } from "../../mail/parts.ts";
import { reading } from "../../mail/reading.ts";
import { jsonPieces } from "../../mail/worker/json-pieces.ts";
import { readableText } from "../../mail/worker/readable-text.ts";
import { addressOf, hiddenRecipientsOf } from "./addresses.ts";
import { listUnsubscribe } from "./list-unsubscribe.ts";
import type { Attachment, Message } from "./shapes.ts";

/** The members of a whole message that are read from its bytes. */
export type ReadMembers = Pick<
  Message,
  "From" | "To" | "Cc" | "Bcc" | "ReplyTo" | "ListUnsubscribe" | "Date" | "Text" | "HTML" | "Inline" | "Attachments"
>;

/**
 * `ReadMembers` as JSON in UTF-8, in pieces.
 *
 * @param receivedAt milliseconds since the epoch; the date of a message without one
 */
export function readMembers(mail: Mail, receivedAt: number): Uint8Array[] {
  const enclosed = attachments(mail);
  const attached = (inline: boolean) =>
    enclosed.filter((one) => one.inline === inline).map((one) => attachmentOf(mail, one));
  const read = reading(mail);
  const addresses = (key: string) => read.addresses(key).map(addressOf);
  const hidden = hiddenRecipientsOf(mail).map((address) => ({ Name: "", Address: address }));
  const members: ReadMembers = {
    From: addresses("from")[0] ?? { Name: "", Address: "" },
    To: addresses("to"),
    Cc: addresses("cc"),
    Bcc: [...addresses("bcc"), ...hidden],
    ReplyTo: addresses("reply-to"),
    ListUnsubscribe: listUnsubscribe(fieldOf(mail, "list-unsubscribe"), fieldOf(mail, "list-unsubscribe-post")),
    Date: (sentAt(mail) ?? new Date(receivedAt)).toISOString(),
    Text: readableText(mail),
    HTML: bodyHtml(mail) ?? "",
    Inline: attached(true),
    Attachments: attached(false),
  };
  return jsonPieces({ ...members });
}

function attachmentOf(mail: Mail, { part, filename, type, size, contentId }: OurAttachment): Attachment {
  const bytes = partBytes(mail, part)?.bytes ?? Buffer.alloc(0);
  const sum = (algorithm: string) => createHash(algorithm).update(bytes).digest("hex");
  return {
    PartID: part,
    FileName: filename,
    ContentType: type,
    ContentID: contentId ?? "",
    Size: size,
    Checksums: { MD5: sum("md5"), SHA1: sum("sha1"), SHA256: sum("sha256") },
  };
}

function fieldOf(mail: Mail, key: string): string {
  return headerFields(mail).find((field) => field.name.toLowerCase() === key)?.value ?? "";
}
